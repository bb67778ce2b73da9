package dev.glomers.cli;

import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import picocli.CommandLine;

/** Runs the commands that picocli dispatches. */
@Dependent
class CommandApplication implements QuarkusApplication {
  @Override
  public int run(String... args) {
    int status =
        new CommandLine(new Glomers())
            .setParameterExceptionHandler(CommandApplication::misused)
            .setExecutionExceptionHandler(CommandApplication::failed)
            .execute(args);
    if (System.out.checkError()) {
      System.err.println("glomers: cannot write to stdout");
      return Math.max(status, Main.FAILURE);
    }
    return status;
  }

  private static int misused(CommandLine.ParameterException e, String... args) {
    String usage = e.getCommandLine().getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
    System.err.println("glomers: " + e.getMessage() + "; usage: " + usage);
    return Main.FAILURE;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult args) {
    Failure.report(e);
    return Main.FAILURE;
  }
}
