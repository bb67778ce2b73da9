package dev.glomers.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.glomers.protocol.Json;
import dev.glomers.report.Report;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Serves the page and the runs that it requests, on this machine, to any client with the token. */
public final class WatchServer implements AutoCloseable {
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "css", "text/css", "js", "text/javascript");

  /** The files of the page, and the classes that own them: the page looks like the report. */
  private static final Map<String, Class<?>> FILES =
      Map.of(
          "watch.html", WatchServer.class,
          "watch.css", WatchServer.class,
          "watch.js", WatchServer.class,
          "palette.css", Report.class,
          "draw.js", Report.class);

  private final ExecutorService threads = Executors.newCachedThreadPool(WatchServer::thread);
  private final String token;
  private final HttpServer server;
  private final Runs runs;

  /** Runs the setting in an address. */
  @FunctionalInterface
  public interface Runs {
    /**
     * @param setting names and values, as in the address; a name may occur again
     * @return sends the run to a page, from its start to its end
     * @throws RuntimeException if the setting is wrong; the message says why
     */
    Telling open(List<Map.Entry<String, String>> setting);

    /**
     * Intervenes now, if the run is live.
     *
     * @param what such as {@code kill n1}
     * @throws RuntimeException if that is impossible; the message says why
     */
    default void act(String what) {
      throw new IllegalStateException("interventions belong in the address");
    }
  }

  /** A run that is sent to a page. */
  @FunctionalInterface
  public interface Telling {
    /**
     * @param fromNanos nanoseconds; the page knows the events before
     */
    void tell(long fromNanos, Page page);
  }

  /**
   * @param port 0 for any free port
   */
  public WatchServer(int port, Runs runs) throws IOException {
    this.runs = runs;
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    token = HexFormat.of().formatHex(secret);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "watch");
    thread.setDaemon(true);
    return thread;
  }

  /** The page's address. */
  public String address() {
    return "http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), token);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", 3);
      boolean known = path.length == 3 && isToken(path[1]);
      String name = known && path[2].isEmpty() ? "watch.html" : known ? path[2] : "";
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      if (name.equals("do") && exchange.getRequestMethod().equals("POST")) {
        act(exchange);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        refuse(exchange, 405, "only GET");
      } else if (name.equals("run")) {
        run(exchange);
      } else if (FILES.containsKey(name)) {
        file(exchange, name);
      } else {
        refuse(exchange, 404, "not here; the address that was printed has a token");
      }
    }
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    send(exchange, status, "text/plain", why.getBytes(StandardCharsets.UTF_8));
  }

  private static void file(HttpExchange exchange, String name) throws IOException {
    // Whatever a node sends, the browser runs and loads only the page's own files.
    exchange
        .getResponseHeaders()
        .set(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self';"
                + " connect-src 'self'; img-src data:");
    try (InputStream file = Objects.requireNonNull(FILES.get(name)).getResourceAsStream(name)) {
      String type = Objects.requireNonNull(TYPES.get(name.substring(name.indexOf('.') + 1)));
      send(exchange, 200, type, Objects.requireNonNull(file, name).readAllBytes());
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, content.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(content);
    }
  }

  private void run(HttpExchange exchange) throws IOException {
    List<Map.Entry<String, String>> setting =
        setting(Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
    long fromNanos = 0;
    Telling telling;
    try {
      if (!setting.isEmpty() && setting.get(0).getKey().equals("from")) {
        fromNanos = Long.parseLong(setting.remove(0).getValue());
      }
      telling = runs.open(setting);
    } catch (RuntimeException wrong) {
      refuse(exchange, 400, String.valueOf(wrong.getMessage()));
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(exchange.getResponseBody(), StandardCharsets.UTF_8))) {
      Reader reader = new Reader(out);
      try {
        telling.tell(fromNanos, reader);
      } catch (RuntimeException bug) {
        reader.take(Json.of(List.of("failed", 0, bug.toString())).toString());
        throw bug;
      }
      reader.requireTaken();
    }
  }

  private void act(HttpExchange exchange) throws IOException {
    byte[] what = exchange.getRequestBody().readAllBytes();
    try {
      runs.act(new String(what, StandardCharsets.UTF_8));
      send(exchange, 200, "text/plain", new byte[0]);
    } catch (RuntimeException wrong) {
      refuse(exchange, 400, String.valueOf(wrong.getMessage()));
    }
  }

  /** The names and values of a query, or of an address's fragment in the same form. */
  public static List<Map.Entry<String, String>> setting(String query) {
    List<Map.Entry<String, String>> setting = new ArrayList<>();
    for (String each : query.split("&", -1)) {
      int end = each.indexOf('=');
      if (end > 0) {
        String value = URLDecoder.decode(each.substring(end + 1), StandardCharsets.UTF_8);
        setting.add(Map.entry(each.substring(0, end), value));
      }
    }
    return setting;
  }

  /** A run does not fail because its reader is gone. */
  private static final class Reader implements Page {
    private static final long FLUSH_INTERVAL_NANOS = 20_000_000;

    private final Writer out;
    private long flushedNanos = System.nanoTime();
    private @Nullable IOException failure;

    Reader(Writer out) {
      this.out = out;
    }

    @Override
    public boolean take(String line) {
      if (failure == null) {
        try {
          out.write(line);
          out.write('\n');
          if (line.isEmpty() || System.nanoTime() - flushedNanos > FLUSH_INTERVAL_NANOS) {
            out.flush();
            flushedNanos = System.nanoTime();
          }
        } catch (IOException gone) {
          failure = gone;
        }
      }
      return failure == null;
    }

    void requireTaken() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
