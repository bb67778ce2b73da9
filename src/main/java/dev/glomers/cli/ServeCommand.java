package dev.glomers.cli;

import dev.glomers.maelstrom.Maelstrom;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves Maelstrom's stored test results. */
@Command(
    name = "serve",
    description = "Serve Maelstrom's web page of the results in store/, until interrupted.",
    footerHeading = "%nExample:%n",
    footer = "  glomers serve --port 8080")
final class ServeCommand implements Callable<Integer> {
  @Mixin MaelstromOption maelstrom;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String host;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "The port to listen on (default: ${DEFAULT-VALUE}).")
  int port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Maelstrom installed = maelstrom.find();
    requireFree();
    return installed.serve(List.of("--host", host, "--port", Integer.toString(port)));
  }

  private void requireFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException | IllegalArgumentException e) {
      throw new Mistake("cannot listen on " + host + ":" + port + ": " + e.getMessage());
    }
  }
}
