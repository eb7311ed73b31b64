import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format on every Java file below the given folders.
 *
 * <p>It is run by the build in the toolchain's JDK. A formatter that runs inside Maven parses with
 * the compiler of Maven's own JVM, which may be too old for this project's sources.
 *
 * <p>Arguments: {@code check} or {@code apply}, then folders. Exit code 1 where a file differs.
 */
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    List<String> command = new ArrayList<>();
    command.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    for (String folder : List.of(args).subList(1, args.length)) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files
            .map(Path::toString)
            .filter(file -> file.endsWith(".java"))
            .sorted()
            .forEach(command::add);
      }
    }
    int code =
        new Main(new PrintWriter(System.out, true), new PrintWriter(System.err, true), System.in)
            .format(command.toArray(new String[0]));
    if (code != 0 && !apply) {
      System.err.println("the files above are not formatted; do: mvn -N verify -Dformat=apply");
    }
    System.exit(code);
  }
}
