package org.mmucheck.tlc.peer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.mmucheck.input.InputException;

/**
 * The token of one distributed run: a key pair with a certificate, made when the run begins. Each
 * process of the run proves that it has the private key and trusts this one certificate, so who has
 * no copy of the file takes no part, hears nothing, and cannot get a byte to Java's
 * deserialization. The file's permissions are all that protects it; the password in it is no
 * secret.
 */
public final class RunKey {
  private static final String TYPE = "PKCS12";
  private static final String ALIAS = "run";
  private static final char[] PASSWORD = "mmucheck".toCharArray();
  private static final String VALID_DAYS = "3650"; // longer than any run
  private static final String CLOCKS_DIFFER = "-1d";

  private final Path file;
  private final SSLContext context;

  private RunKey(Path file, SSLContext context) {
    this.file = file;
    this.context = context;
  }

  /**
   * Makes a new key, in a folder that others cannot read.
   *
   * @throws IOException if it cannot be made
   */
  public static RunKey create(Path file) throws IOException, InterruptedException {
    ProcessBuilder keytool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-alias",
            ALIAS,
            "-dname",
            "CN=a distributed run of mmucheck",
            "-startdate",
            CLOCKS_DIFFER,
            "-validity",
            VALID_DAYS,
            "-storetype",
            TYPE,
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD));
    Process made = keytool.redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), Charset.defaultCharset());
    if (made.waitFor() != 0) {
      throw new IOException("keytool: " + said.strip());
    }
    return read(file);
  }

  /**
   * Reads a key that a run has made.
   *
   * @throws InputException if the file holds none
   */
  public static RunKey read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(new ByteArrayInputStream(bytes), PASSWORD);
      Certificate certificate = store.getCertificate(ALIAS);
      if (certificate == null || !store.isKeyEntry(ALIAS)) {
        throw new IOException("it holds no key");
      }
      return new RunKey(file, context(store, certificate));
    } catch (IOException | GeneralSecurityException e) {
      String why = Files.isReadable(file) ? e.getMessage() : "there is none, or none to be read";
      throw new InputException(
          file.toString(), "", "is no token file that check --distributed has written: " + why);
    }
  }

  private static SSLContext context(KeyStore store, Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance(TYPE);
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /**
   * Writes a copy that only its owner can read.
   *
   * @throws InputException if there is such a file already, or it cannot be written
   */
  public void copyTo(Path copy) {
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
    FileAttribute<Set<PosixFilePermission>> only = PosixFilePermissions.asFileAttribute(owner);
    try {
      Files.createFile(copy, only);
      Files.write(copy, Files.readAllBytes(file));
    } catch (FileAlreadyExistsException e) {
      throw new InputException(
          copy.toString(),
          "",
          "is there already, and each run has a token of its own: delete it, or name another");
    } catch (IOException e) {
      throw new InputException(copy.toString(), "", "cannot be written: " + e);
    }
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  SSLContext context() {
    return context;
  }
}
