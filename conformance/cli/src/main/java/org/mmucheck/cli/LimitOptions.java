package org.mmucheck.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.Limits;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that end a run which would take too long; what ends so is no pass. */
final class LimitOptions {
  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = Time.class,
      description =
          "Give up after this time, of the whole command: 90s, 30m, 1h30m. What is not finished"
              + " then has no verdict, and the exit code is 24. What conform has found wrong by"
              + " then has one; the way to it may not be the shortest.")
  @Nullable Duration time;

  @Option(
      names = "--max-states",
      paramLabel = "N",
      description = "Give up on a model of which more than N states are found; likewise.")
  @Nullable Long states;

  /** Whether the user gave one. */
  boolean isAny() {
    return time != null || states != null;
  }

  /**
   * The limits, as of now.
   *
   * @throws ParameterException if there are to be no states at all
   */
  Limits from(CommandSpec command) {
    if (states != null && states < 1) {
      throw new ParameterException(
          command.commandLine(), "--max-states must be at least 1, not " + states);
    }
    return Limits.of(time, states);
  }

  /** Hours, minutes and seconds. */
  static final class Time implements ITypeConverter<Duration> {
    private static final Pattern FORM =
        Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    @Override
    public Duration convert(String text) {
      Matcher parts = FORM.matcher(text);
      if (!parts.matches()) {
        throw wrong(text);
      }
      Duration time =
          Duration.ofHours(number(parts.group(1)))
              .plusMinutes(number(parts.group(2)))
              .plusSeconds(number(parts.group(3)))
              .plusMillis(number(parts.group(4)));
      if (time.isZero()) {
        throw wrong(text);
      }
      return time;
    }

    private static TypeConversionException wrong(String text) {
      return new TypeConversionException("'" + text + "' is no time such as 90s, 30m or 1h30m");
    }

    private static long number(@Nullable String digits) {
      return digits == null ? 0 : Long.parseLong(digits);
    }
  }
}
