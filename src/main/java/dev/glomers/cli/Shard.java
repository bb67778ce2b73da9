package dev.glomers.cli;

import java.util.Map;

/**
 * The number of this machine among those that share a sweep.
 *
 * @param index from 0 on
 * @param count how many machines there are
 */
record Shard(int index, int count) {
  static final Shard WHOLE = new Shard(0, 1);

  Shard {
    Mistake.unless(
        0 <= index && index < count,
        "--shard: %1$d/%2$d is not in 0/%2$d to %3$d/%2$d".formatted(index, count, count - 1));
  }

  /**
   * Parses a shard.
   *
   * @param text {@code i/n}, or {@code auto} to read the environment
   */
  static Shard of(String text, Map<String, String> environment) {
    if (text.equals("auto")) {
      return new Environment(environment).shard();
    }
    int slash = text.indexOf('/');
    Mistake.unless(slash >= 0, "--shard: neither i/n nor auto: " + text);
    return new Shard(
        number("--shard", text.substring(0, slash)), number("--shard", text.substring(slash + 1)));
  }

  private static int number(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Mistake(name + ": not a number: " + text);
    }
  }

  /** The variables set by systems that start a program on many machines. */
  private record Environment(Map<String, String> variables) {
    Shard shard() {
      // Kubernetes sets the index, but not the count: the manifest must set that.
      if (has("JOB_COMPLETION_INDEX")) {
        return new Shard(number("JOB_COMPLETION_INDEX"), number("JOB_COMPLETIONS"));
      }
      if (has("AWS_BATCH_JOB_ARRAY_INDEX")) {
        return new Shard(number("AWS_BATCH_JOB_ARRAY_INDEX"), number("AWS_BATCH_JOB_ARRAY_SIZE"));
      }
      // Slurm's indices may begin anywhere but must be consecutive: --array=1,5 is out of range.
      if (has("SLURM_ARRAY_TASK_ID")) {
        int first = number("SLURM_ARRAY_TASK_MIN");
        return new Shard(number("SLURM_ARRAY_TASK_ID") - first, number("SLURM_ARRAY_TASK_COUNT"));
      }
      // GitLab
      if (has("CI_NODE_INDEX")) {
        return new Shard(number("CI_NODE_INDEX") - 1, number("CI_NODE_TOTAL"));
      }
      throw new Mistake("--shard auto: no variable gives the shard; give it as i/n");
    }

    private boolean has(String name) {
      return variables.containsKey(name);
    }

    private int number(String name) {
      String value = variables.get(name);
      if (value == null) {
        throw new Mistake("--shard auto: the variable " + name + " is missing");
      }
      return Shard.number("--shard auto: " + name, value);
    }
  }
}
