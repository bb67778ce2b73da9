package dev.glomers.simulation.workload.listappend;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Message;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.KeyPool;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.SingleField;
import dev.glomers.simulation.workload.TxnProtocol;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.TxnProtocol.TxnBody;
import dev.glomers.simulation.workload.Workload;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of one to four (by default) reads of lists and appends to them. Unlike Maelstrom's
 * workload it ends with an append to a new key and reads of all keys, by one client of each node.
 */
public final class ListAppendWorkload implements Workload {
  private static final String APPEND = "append";

  private final Setting setting;
  private final KeyPool keys;

  public ListAppendWorkload(Setting setting) {
    this.setting = setting;
    this.keys = new KeyPool(setting);
  }

  /**
   * @param lists the list that each operation read; empty if it found nothing or appends
   */
  @SuppressWarnings("ArrayRecordComponent") // Many and never compared.
  record TxnOk(Txn txn, int[][] lists) implements TxnProtocol.Result {
    private static final int[] EMPTY = {};

    static TxnOk read(Message reply, Txn txn) {
      int[][] lists = new int[txn.size()][];
      TxnProtocol.read(
          reply,
          txn,
          (i, in) -> {
            if (txn.writes(i)) {
              TxnProtocol.number(in, txn.value(i));
              lists[i] = EMPTY;
            } else {
              lists[i] = in.currentToken() == JsonToken.VALUE_NULL ? EMPTY : list(in);
            }
          });
      return new TxnOk(txn, lists);
    }

    private static int[] list(JsonParser in) throws IOException {
      SingleField.expect(in, JsonToken.START_ARRAY);
      IntStream.Builder list = IntStream.builder();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        list.add(TxnProtocol.number(in, 0));
      }
      return list.build().toArray();
    }

    int[] list(int i) {
      return lists[i];
    }

    @Override
    public @Nullable Object found(int i) {
      return txn.writes(i)
          ? txn.value(i)
          : lists[i].length == 0 ? null : Arrays.stream(lists[i]).boxed().toList();
    }

    @Override
    public String toString() {
      return txn.words(i -> "=" + found(i));
    }
  }

  @Override
  public Record next(int thread, long nowNanos) {
    return Txn.draw(APPEND, keys, setting);
  }

  @Override
  public boolean hasFinal() {
    return false;
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    if (thread >= setting.nodes().size()) {
      return Optional.empty();
    }
    if (done == 0) {
      // No other thread uses this key, so none can interfere.
      int own = keys.created() + thread;
      return Optional.of(new Txn(APPEND, new int[] {own, own}, new int[] {1, 0}));
    }
    return Txn.reading(APPEND, keys, done - 1);
  }

  @Override
  public Client open(Connection connection) {
    return operation -> {
      Txn txn = (Txn) operation;
      return connection.call(new TxnBody(txn.json()), "txn_ok", reply -> TxnOk.read(reply, txn));
    };
  }

  @Override
  public Checker checker() {
    return new ListAppendChecker(setting.test().consistencyModels());
  }
}
