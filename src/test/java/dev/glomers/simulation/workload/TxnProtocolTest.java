package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static us.bpsm.edn.Keyword.newKeyword;

import dev.glomers.part.OfficialTest;
import dev.glomers.protocol.Message;
import dev.glomers.simulation.workload.TxnProtocol.Result;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TxnProtocolTest {
  /** Reads key 7, writes 1 to key 8 and then 2, and reads key 8. */
  private static final Txn TXN = new Txn("w", new int[] {7, 8, 8, 8}, new int[] {0, 1, 2, 0});

  private static List<Integer> read(String txn) {
    byte[] text =
        "{'type':'txn_ok','in_reply_to':1,'txn':%s}"
            .formatted(txn)
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    Message reply = new Message("n0", "c0", "txn_ok", null, 1L, text, 0, text.length, null, null);
    List<Integer> values = new ArrayList<>();
    TxnProtocol.read(reply, TXN, (i, in) -> values.add(TxnProtocol.number(in, TXN.value(i))));
    return values;
  }

  @Test
  void aReplyIsTheTransactionWithWhatWasRead() {
    assertThat(read("[['r',7,5],['w',8,1],['w',8,2],['r',8,2]]")).containsExactly(5, 1, 2, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          7                                                   | not an array
          [['r',7,5],['w',8,1],['w',8,2]]                     | an operation is missing
          [['r',7,5],['w',8,1],['w',8,2],7]                   | an operation is missing
          [['r',7,5],['w',8,1],['w',8,2],['r',8,2],['r',8,2]] | an operation too many
          [['w',7,5],['w',8,1],['w',8,2],['r',8,2]]           | another kind of operation
          [['r',7,5],['r',8,1],['w',8,2],['r',8,2]]           | another kind of operation
          [[7,7,5],['w',8,1],['w',8,2],['r',8,2]]             | another kind of operation
          [['r','7',5],['w',8,1],['w',8,2],['r',8,2]]         | not a key
          [['r',9,5],['w',8,1],['w',8,2],['r',8,2]]           | another key
          [['r',7,'5'],['w',8,1],['w',8,2],['r',8,2]]         | not a value
          [['r',7],['w',8,1],['w',8,2],['r',8,2]]             | not a value
          [['r',7,5],['w',8,9],['w',8,2],['r',8,2]]           | another value written
          [['r',7,5,5],['w',8,1],['w',8,2],['r',8,2]]         | an operation of more than three elements
          """)
  void nothingElseIsAReply(String txn, String wrong) {
    assertThatThrownBy(() -> read(txn))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(wrong);
  }

  @Test
  void aRequestNamesWhatToWrite() {
    assertThat(TXN.json()).hasToString("[[\"r\",7,null],[\"w\",8,1],[\"w\",8,2],[\"r\",8,null]]");
    assertThat(TXN).hasToString("[r 7, w 8=1, w 8=2, r 8]");
  }

  @Test
  void tellsFirstAndLastOperationsOfAKey() {
    assertThat(TXN.writesLast(0)).isFalse();
    assertThat(TXN.writesLast(1)).isFalse();
    assertThat(TXN.writesLast(2)).isTrue();
    assertThat(TXN.writesLast(3)).isFalse();
    assertThat(TXN.isFirst(0)).isTrue();
    assertThat(TXN.isFirst(1)).isTrue();
    assertThat(TXN.isFirst(2)).isFalse();
    assertThat(TXN.writesKey(7)).isFalse();
    assertThat(TXN.writesKey(8)).isTrue();
    assertThat(TXN.writesKey(9)).isFalse();
  }

  @Test
  void standsInAHistoryAsJepsenHasIt() {
    assertThat(TXN.invoked())
        .isEqualTo(
            List.of(
                Arrays.asList(newKeyword("r"), 7, null),
                List.of(newKeyword("w"), 8, 1),
                List.of(newKeyword("w"), 8, 2),
                Arrays.asList(newKeyword("r"), 8, null)));
    Result found = i -> 10 + i;
    assertThat(TXN.completed(found))
        .isEqualTo(
            List.of(
                List.of(newKeyword("r"), 7, 10),
                List.of(newKeyword("w"), 8, 11),
                List.of(newKeyword("w"), 8, 12),
                List.of(newKeyword("r"), 8, 13)));
  }

  @Test
  void isOfOneToFourOperations() {
    Setting setting =
        new Setting(
            List.of("n0"), OfficialTest.of("txn-list-append").build(), new SplittableRandom(1));
    KeyPool pool = new KeyPool(setting);
    Set<Integer> sizes = new TreeSet<>();
    Set<Integer> keys = new TreeSet<>();
    int writes = 0;
    for (int i = 0; i < 100; i++) {
      Txn txn = Txn.draw("append", pool, setting);
      sizes.add(txn.size());
      keys.add(txn.key(0));
      writes += txn.writes(0) ? 1 : 0;
      assertThatCode(txn::json).doesNotThrowAnyException();
    }
    assertThat(sizes).containsExactly(1, 2, 3, 4);
    assertThat(keys).hasSizeGreaterThan(5);
    assertThat(writes).isBetween(30, 70);
  }
}
