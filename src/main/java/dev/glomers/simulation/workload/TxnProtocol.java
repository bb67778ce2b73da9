package dev.glomers.simulation.workload;

import static us.bpsm.edn.Keyword.newKeyword;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.Keyword;

/** Transactions, as Maelstrom's clients request them and nodes answer. */
public final class TxnProtocol {
  private static final Keyword READ = newKeyword("r");

  /** The number of keys that a final transaction reads. */
  private static final int KEYS_AT_ONCE = 64;

  private TxnProtocol() {}

  /**
   * A transaction of reads and writes of keys; every write of a key has a different value.
   *
   * @param write the protocol's name for a write
   * @param keys the key of each operation
   * @param values the value that each writes; 0 if it reads
   */
  @SuppressWarnings("ArrayRecordComponent") // Many and never compared.
  public record Txn(String write, int[] keys, int[] values) implements JepsenForm {
    /** A transaction as Maelstrom's clients draw it, of one operation or more. */
    public static Txn draw(String write, KeyPool pool, Setting setting) {
      int length = 1 + setting.random().nextInt(setting.test().maxTxnLength());
      int[] keys = new int[length];
      int[] values = new int[length];
      for (int i = 0; i < length; i++) {
        KeyPool.Access access = pool.next();
        keys[i] = access.key();
        values[i] = access.value();
      }
      return new Txn(write, keys, values);
    }

    /** One of the final transactions, which read all keys; empty after the last. */
    public static Optional<Record> reading(String write, KeyPool pool, int number) {
      int first = number * KEYS_AT_ONCE;
      int count = Math.min(KEYS_AT_ONCE, pool.created() - first);
      return count > 0
          ? Optional.of(
              new Txn(write, IntStream.range(first, first + count).toArray(), new int[count]))
          : Optional.empty();
    }

    @Override
    public Object invoked() {
      return jepsen(i -> values[i] == 0 ? null : values[i]);
    }

    @Override
    public Object completed(@Nullable Object result) {
      return jepsen(((Result) Objects.requireNonNull(result))::found);
    }

    private List<List<@Nullable Object>> jepsen(IntFunction<@Nullable Object> found) {
      List<List<@Nullable Object>> operations = new ArrayList<>();
      for (int i = 0; i < keys.length; i++) {
        List<@Nullable Object> operation = new ArrayList<>();
        operation.add(writes(i) ? newKeyword(write) : READ);
        operation.add(keys[i]);
        operation.add(found.apply(i));
        operations.add(operation);
      }
      return operations;
    }

    public int size() {
      return keys.length;
    }

    public int key(int i) {
      return keys[i];
    }

    public boolean writes(int i) {
      return values[i] > 0;
    }

    public int value(int i) {
      return values[i];
    }

    /** Whether no later operation writes the same key. */
    public boolean writesLast(int i) {
      for (int j = i + 1; j < keys.length; j++) {
        if (keys[j] == keys[i] && writes(j)) {
          return false;
        }
      }
      return writes(i);
    }

    public boolean writesKey(int key) {
      for (int i = 0; i < keys.length; i++) {
        if (keys[i] == key && writes(i)) {
          return true;
        }
      }
      return false;
    }

    /** Whether no earlier operation is about the same key. */
    public boolean isFirst(int i) {
      for (int j = 0; j < i; j++) {
        if (keys[j] == keys[i]) {
          return false;
        }
      }
      return true;
    }

    /** The transaction in the request. */
    public Json json() {
      StringBuilder json = new StringBuilder("[");
      for (int i = 0; i < keys.length; i++) {
        json.append(i == 0 ? "[\"" : ",[\"").append(writes(i) ? write : "r").append("\",");
        json.append(keys[i]).append(',').append(writes(i) ? String.valueOf(values[i]) : "null");
        json.append(']');
      }
      return Json.ofTrustedText(json.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return words(i -> writes(i) ? "=" + values[i] : "");
    }

    /** The operations, each with its key and what is to follow that. */
    public String words(IntFunction<String> after) {
      return IntStream.range(0, keys.length)
          .mapToObj(i -> (writes(i) ? write : "r") + " " + keys[i] + after.apply(i))
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** The request. */
  public record TxnBody(Json txn) {}

  /** The result of a transaction. */
  public interface Result {
    /** What an operation read or wrote, in the form of a Jepsen history. */
    @Nullable Object found(int i);
  }

  /** Reads what an operation read or wrote; the parser is at its first token. */
  @FunctionalInterface
  public interface Value {
    void read(int i, JsonParser in) throws IOException;
  }

  /**
   * @throws IllegalArgumentException if the reply is not exactly the completed transaction
   */
  public static void read(Message reply, Txn txn, Value value) {
    SingleField.read(
        reply,
        "txn",
        in -> {
          read(in, txn, value);
          return txn;
        });
  }

  private static void read(JsonParser in, Txn txn, Value value) throws IOException {
    expect(in.currentToken() == JsonToken.START_ARRAY, "not an array");
    for (int i = 0; i < txn.size(); i++) {
      expect(in.nextToken() == JsonToken.START_ARRAY, "an operation is missing");
      expect(
          in.nextToken() == JsonToken.VALUE_STRING
              && in.getText().equals(txn.writes(i) ? txn.write() : "r"),
          "another kind of operation");
      expect(in.nextToken() == JsonToken.VALUE_NUMBER_INT, "not a key");
      expect(in.getIntValue() == txn.key(i), "another key");
      in.nextToken();
      value.read(i, in);
      expect(in.nextToken() == JsonToken.END_ARRAY, "an operation of more than three elements");
    }
    expect(in.nextToken() == JsonToken.END_ARRAY, "an operation too many");
  }

  /**
   * Reads a number, such as the value that the reply repeats for a write.
   *
   * @param write the expected value; 0 for any
   */
  public static int number(JsonParser in, int write) throws IOException {
    expect(in.currentToken() == JsonToken.VALUE_NUMBER_INT, "not a value");
    int number = in.getIntValue();
    expect(write == 0 || number == write, "another value written");
    return number;
  }

  private static void expect(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
