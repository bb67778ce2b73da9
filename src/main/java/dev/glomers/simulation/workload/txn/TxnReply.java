package dev.glomers.simulation.workload.txn;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Message;
import dev.glomers.simulation.workload.SingleField;
import dev.glomers.simulation.workload.txn.TxnWorkload.Txn;
import dev.glomers.simulation.workload.txn.TxnWorkload.TxnOk;
import java.io.IOException;

/** Reads the reply to a transaction, as strictly as Maelstrom's schema and a little more. */
final class TxnReply {
  private TxnReply() {}

  /**
   * @throws IllegalArgumentException if the reply is not the completed transaction and nothing else
   */
  static TxnOk read(Message reply, Txn txn) {
    return SingleField.read(reply, "txn", in -> new TxnOk(txn, values(in, txn)));
  }

  private static int[] values(JsonParser in, Txn txn) throws IOException {
    int[] values = new int[txn.size()];
    expect(in.currentToken() == JsonToken.START_ARRAY, "not an array");
    for (int i = 0; i < values.length; i++) {
      expect(in.nextToken() == JsonToken.START_ARRAY, "an operation is missing");
      expect(
          in.nextToken() == JsonToken.VALUE_STRING
              && in.getText().equals(txn.writes(i) ? "w" : "r"),
          "another kind of operation");
      expect(in.nextToken() == JsonToken.VALUE_NUMBER_INT, "not a key");
      expect(in.getIntValue() == txn.key(i), "another key");
      JsonToken value = in.nextToken();
      if (value == JsonToken.VALUE_NUMBER_INT) {
        values[i] = in.getIntValue();
      } else {
        expect(value == JsonToken.VALUE_NULL, "not a value");
      }
      expect(!txn.writes(i) || values[i] == txn.value(i), "another value written");
      expect(in.nextToken() == JsonToken.END_ARRAY, "an operation of more than three elements");
    }
    expect(in.nextToken() == JsonToken.END_ARRAY, "an operation too many");
    return values;
  }

  private static void expect(boolean fits, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
