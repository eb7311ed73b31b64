package org.mmucheck.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code HOST} or {@code HOST:PORT}; an IPv6 address with a port is in brackets. */
final class HostPort implements ITypeConverter<InetSocketAddress> {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([^]]+)]|([^:]+|[0-9a-fA-F]*:[0-9a-fA-F]*:[^\\]]*))(?::(\\d{1,5}))?");
  private static final int PORTS = 1 << 16;

  /** The port is 0 where none is named. */
  @Override
  public InetSocketAddress convert(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new TypeConversionException("'" + text + "' is no address such as 10.0.0.1:4711");
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    int port = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    if (port >= PORTS) {
      throw new TypeConversionException("there is no port " + port);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new TypeConversionException("'" + host + "' is no host that this machine knows");
    }
  }
}
