package dev.glomers.cli;

import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine;

/** Runs the commands that picocli dispatches. */
@Dependent
class CommandApplication implements QuarkusApplication {
  private final CommandLine commands;

  CommandApplication(CommandLine commands) {
    this.commands = commands;
  }

  @Override
  public int run(String... args) {
    int status =
        commands
            .setParameterExceptionHandler(CommandApplication::misused)
            .setExecutionExceptionHandler(CommandApplication::failed)
            .execute(args);
    return System.out.checkError() ? unwritten() : status;
  }

  private static int unwritten() {
    // A PrintStream hides the cause of an error; another write to the file shows it.
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write('\n');
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage())) {
        System.err.println("glomers: cannot write to stdout: " + e.getMessage());
      }
    }
    return Main.FAILURE;
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
