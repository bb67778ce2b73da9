package dev.glomers.simulation.workload.txn;

import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Message;
import dev.glomers.runtime.Inspectable;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.KeyPool;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.TxnProtocol;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.TxnProtocol.TxnBody;
import dev.glomers.simulation.workload.Workload;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Part 6: transactions of one to four reads and writes. Right after each, before anything else can
 * happen, the workload inspects the versions that the node has then. Unlike Maelstrom's workload it
 * ends with reads of all keys, by one client of each node.
 */
public final class TxnWorkload implements Workload {
  private static final String WRITE = "w";

  private final Setting setting;
  private final KeyPool keys;
  private final Versions versions = new Versions();

  public TxnWorkload(Setting setting) {
    this.setting = setting;
    this.keys = new KeyPool(setting);
  }

  /**
   * @param values what each operation read or wrote; 0 where it found nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // Many and never compared.
  record TxnOk(Txn txn, int[] values) implements TxnProtocol.Result {
    static TxnOk read(Message reply, Txn txn) {
      int[] values = new int[txn.size()];
      TxnProtocol.read(
          reply,
          txn,
          (i, in) -> {
            if (txn.writes(i) || in.currentToken() != JsonToken.VALUE_NULL) {
              values[i] = TxnProtocol.number(in, txn.value(i));
            }
          });
      return new TxnOk(txn, values);
    }

    @Override
    public @Nullable Object found(int i) {
      return values[i] == 0 ? null : values[i];
    }

    int value(int i) {
      return values[i];
    }

    @Override
    public String toString() {
      return txn.words(i -> "=" + found(i));
    }
  }

  @Override
  public Record next(int thread, long nowNanos) {
    return Txn.draw(WRITE, keys, setting);
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    return thread < setting.nodes().size() ? Txn.reading(WRITE, keys, done) : Optional.empty();
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
            .call(new TxnBody(txn.json()), "txn_ok", reply -> TxnOk.read(reply, txn))
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
    return new TxnChecker(versions, setting.test().consistencyModels());
  }
}
