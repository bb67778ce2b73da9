package dev.glomers.simulation.workload.txn;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Message;
import dev.glomers.simulation.workload.txn.TxnWorkload.Txn;
import dev.glomers.simulation.workload.txn.TxnWorkload.TxnOk;
import java.io.IOException;

/** Reads the reply to a transaction, as strictly as Maelstrom's schema and a little more. */
final class TxnReply {
  private static final JsonFactory JSON = new JsonFactory();

  private TxnReply() {}

  /**
   * @throws IllegalArgumentException if the reply is not the completed transaction and nothing else
   */
  static TxnOk read(Message reply, Txn txn) {
    try (JsonParser in = JSON.createParser(reply.line(), reply.bodyOffset(), reply.bodyLength())) {
      int[] values = null;
      in.nextToken();
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        in.nextToken();
        if (name.equals("txn")) {
          values = values(in, txn);
        } else if (!name.equals("type") && !name.equals("in_reply_to") && !name.equals("msg_id")) {
          throw new IllegalArgumentException(name + ": not in the protocol");
        }
      }
      if (values == null) {
        throw new IllegalArgumentException("txn: missing");
      }
      return new TxnOk(txn, values);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
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
