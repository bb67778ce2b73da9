package dev.glomers.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Shows the progress of a long command on stderr, if that is a terminal. */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  /**
   * @param max the total amount of work; less than 0 if unknown
   */
  Progress(String task, long max) {
    bar =
        Ansi.AUTO.enabled()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .hideEta()
                .build()
            : null;
  }

  /**
   * @param done how much of it is done
   * @param doing what is being done, in a word
   */
  void show(long done, String doing) {
    if (bar != null) {
      bar.stepTo(done).setExtraMessage(doing);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
