package dev.glomers.simulation.workload.txn;

import static us.bpsm.edn.Keyword.newKeyword;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.KeyPool;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.Keyword;

/**
 * Part 6: transactions of one to four reads and writes. After each, and before anything else can
 * happen, the workload looks into the node for the versions that it now has. Unlike Maelstrom's it
 * ends with reads of all keys, by one client of each node.
 */
public final class TxnWorkload implements Workload {
  private static final Keyword READ = newKeyword("r");
  private static final Keyword WRITE = newKeyword("w");
  private static final int MAX_LENGTH = 4;

  /** So many keys a final transaction reads. */
  private static final int KEYS_AT_ONCE = 64;

  private final Setting setting;
  private final KeyPool keys;
  private final Versions versions = new Versions();

  public TxnWorkload(Setting setting) {
    this.setting = setting;
    this.keys = new KeyPool(setting);
  }

  /**
   * @param keys the key of each operation
   * @param values what each writes; 0 if it reads
   */
  @SuppressWarnings("ArrayRecordComponent") // Many and never compared.
  record Txn(int[] keys, int[] values) implements JepsenForm {
    @Override
    public Object invoked() {
      return jepsen(values);
    }

    @Override
    public Object completed(@Nullable Object result) {
      return jepsen(((TxnOk) Objects.requireNonNull(result)).values());
    }

    private List<List<@Nullable Object>> jepsen(int[] found) {
      List<List<@Nullable Object>> operations = new ArrayList<>();
      for (int i = 0; i < keys.length; i++) {
        List<@Nullable Object> operation = new ArrayList<>();
        operation.add(writes(i) ? WRITE : READ);
        operation.add(keys[i]);
        operation.add(found[i] == 0 ? null : found[i]);
        operations.add(operation);
      }
      return operations;
    }

    int size() {
      return keys.length;
    }

    int key(int i) {
      return keys[i];
    }

    boolean writes(int i) {
      return values[i] > 0;
    }

    int value(int i) {
      return values[i];
    }

    /** Whether no later operation writes the same key. */
    boolean writesLast(int i) {
      for (int j = i + 1; j < keys.length; j++) {
        if (keys[j] == keys[i] && writes(j)) {
          return false;
        }
      }
      return writes(i);
    }

    boolean writesKey(int key) {
      for (int i = 0; i < keys.length; i++) {
        if (keys[i] == key && writes(i)) {
          return true;
        }
      }
      return false;
    }

    /** Whether no earlier operation is about the same key. */
    boolean isFirst(int i) {
      for (int j = 0; j < i; j++) {
        if (keys[j] == keys[i]) {
          return false;
        }
      }
      return true;
    }

    private Json json() {
      StringBuilder json = new StringBuilder("[");
      for (int i = 0; i < keys.length; i++) {
        json.append(i == 0 ? "" : ",").append(writes(i) ? "[\"w\"," : "[\"r\",").append(keys[i]);
        json.append(',').append(writes(i) ? String.valueOf(values[i]) : "null").append(']');
      }
      return Json.ofTrustedText(json.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < keys.length; i++) {
        text.append(i == 0 ? "[" : ", ").append(writes(i) ? "w " : "r ").append(keys[i]);
        text.append(writes(i) ? "=" + values[i] : "");
      }
      return text.append(']').toString();
    }
  }

  /**
   * @param values what each operation read or wrote; 0 where it found nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // Many and never compared.
  record TxnOk(Txn txn, int[] values) {
    int value(int i) {
      return values[i];
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < values.length; i++) {
        text.append(i == 0 ? "[" : ", ").append(txn.writes(i) ? "w " : "r ").append(txn.key(i));
        text.append('=').append(values[i] == 0 ? "null" : String.valueOf(values[i]));
      }
      return text.append(']').toString();
    }
  }

  record TxnBody(Json txn) {}

  @Override
  public Record next(int thread, long now) {
    int length = 1 + setting.random().nextInt(MAX_LENGTH);
    int[] of = new int[length];
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      KeyPool.Access access = keys.next();
      of[i] = access.key();
      values[i] = access.value();
    }
    return new Txn(of, values);
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    int first = done * KEYS_AT_ONCE;
    int count = Math.min(KEYS_AT_ONCE, keys.created() - first);
    return thread < setting.nodes().size() && count > 0
        ? Optional.of(new Txn(IntStream.range(first, first + count).toArray(), new int[count]))
        : Optional.empty();
  }

  @Override
  public boolean hasFinal() {
    return false;
  }

  @Override
  public Client open(Connection connection) {
    return new Client() {
      @Override
      public CompletionStage<? extends @Nullable Object> invoke(Record operation) {
        Txn txn = (Txn) operation;
        return connection
            .call(new TxnBody(txn.json()), "txn_ok", reply -> TxnReply.read(reply, txn))
            .thenApply(
                ok -> {
                  if (connection.peer() instanceof Inspectable node) {
                    versions.look(node, connection.node(), ok);
                  }
                  return ok;
                });
      }
    };
  }

  @Override
  public Checker checker() {
    return new TxnChecker(versions);
  }
}
