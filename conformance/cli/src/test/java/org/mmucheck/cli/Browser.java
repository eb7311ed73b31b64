package org.mmucheck.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium with one page, driven through the DevTools protocol over the JDK's own
 * WebSocket.
 *
 * <p>Concurrency: one thread sends, the socket's thread completes what it waits for.
 */
final class Browser implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long SECONDS = 120; // on a machine that does much else
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final String session;

  /** The program; empty if there is none on this machine. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @param profile a folder for what the browser keeps
   */
  Browser(Path program, Path profile) throws Exception {
    Path temporary = Files.createDirectories(profile.resolve("tmp"));
    ProcessBuilder starting =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // tests may run as root
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--window-size=1200,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    starting.environment().put("TMPDIR", temporary.toString()); // it leaves a folder behind
    process = starting.start();
    try {
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create(address()), new Messages())
              .get(SECONDS, TimeUnit.SECONDS);
      String target =
          send("", "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asString();
      session =
          send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
              .get("sessionId")
              .asString();
      send("Page.enable", Map.of());
      send("Network.enable", Map.of());
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private String address() throws IOException {
    BufferedReader said = new BufferedReader(process.errorReader(StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread.ofVirtual().start(() -> said.lines().forEach(ignored -> {}));
        return line.substring(LISTENING.length());
      }
    }
    throw new IOException("the browser ended with " + process.onExit().join().exitValue());
  }

  /** Opens an address and waits until it is there. */
  void open(String url) throws Exception {
    loaded = new CompletableFuture<>();
    send("Page.navigate", Map.of("url", "about:blank"));
    loaded.get(SECONDS, TimeUnit.SECONDS);
    loaded = new CompletableFuture<>();
    requests.clear();
    send("Page.navigate", Map.of("url", url));
    loaded.get(SECONDS, TimeUnit.SECONDS);
  }

  /** What the page has asked the network for since it was opened, itself included. */
  List<String> requests() {
    return new ArrayList<>(requests);
  }

  /** The value of an expression of JavaScript. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.get("exceptionDetails").toString());
    }
    return answer.at("/result/value");
  }

  String text(String expression) throws Exception {
    return evaluate(expression).asString();
  }

  boolean holds(String expression) throws Exception {
    return evaluate("Boolean(" + expression + ")").asBoolean();
  }

  /**
   * Presses and lets go of a key.
   *
   * @param key as the page sees it: {@code j}, {@code ArrowDown}
   */
  void press(String key) throws Exception {
    boolean isText = key.length() == 1;
    int code =
        switch (key) {
          case "Tab" -> 9;
          case "Enter" -> 13;
          case "Escape" -> 27;
          case "End" -> 35;
          case "Home" -> 36;
          case "ArrowUp" -> 38;
          case "ArrowDown" -> 40;
          default -> 0;
        };
    String text = isText ? key : key.equals("Enter") ? "\r" : "";
    send(
        "Input.dispatchKeyEvent",
        Map.of(
            "type", text.isEmpty() ? "rawKeyDown" : "keyDown",
            "key", key,
            "text", text,
            "windowsVirtualKeyCode", code));
    send(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
  }

  void type(String text) throws Exception {
    for (char c : text.toCharArray()) {
      press(String.valueOf(c));
    }
  }

  void scripts(boolean run) throws Exception {
    send("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
  }

  /**
   * @param media {@code print}; empty for the screen
   * @param scheme {@code light} or {@code dark}
   */
  void emulate(String media, String scheme) throws Exception {
    send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            media,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** A picture of what is seen. */
  void screenshot(Path file) throws Exception {
    Files.createDirectories(file.getParent());
    Files.write(
        file,
        Base64.getDecoder()
            .decode(send("Page.captureScreenshot", Map.of()).get("data").asString()));
  }

  /** The pages of the print, as PDF. */
  byte[] print() throws Exception {
    return Base64.getDecoder().decode(send("Page.printToPDF", Map.of()).get("data").asString());
  }

  private JsonNode send(String method, Map<String, ?> parameters) throws Exception {
    return send(session, method, parameters);
  }

  private JsonNode send(String to, String method, Map<String, ?> parameters) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    Map<String, Object> message = new java.util.HashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!to.isEmpty()) {
      message.put("sessionId", to);
    }
    socket.sendText(JSON.writeValueAsString(message), true).get(SECONDS, TimeUnit.SECONDS);
    return answer.get(SECONDS, TimeUnit.SECONDS);
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        received(JSON.readTree(message.toString()));
        message.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void received(JsonNode answer) {
      CompletableFuture<JsonNode> waiting =
          answer.has("id") ? asked.remove(answer.get("id").asInt()) : null;
      if (waiting != null && answer.has("error")) {
        waiting.completeExceptionally(new AssertionError(answer.get("error").toString()));
      } else if (waiting != null) {
        waiting.complete(answer.get("result"));
      } else if (answer.path("method").asString("").equals("Page.loadEventFired")) {
        loaded.complete(null);
      } else if (answer.path("method").asString("").equals("Network.requestWillBeSent")) {
        requests.add(answer.at("/params/request/url").asString());
      }
    }
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      each.onExit().get(SECONDS, TimeUnit.SECONDS);
    }
  }
}
