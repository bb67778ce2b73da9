package dev.glomers.simulation.workload.listappend;

import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Checks each read, and pairs of reads, regardless of the order of transactions. */
final class ReadCheck {
  private final ListHistory history;
  private final Findings findings;

  /** By key: the read of the longest list so far. */
  private final Read[] longest;

  /** By key: the read that began last. */
  private final Read[] last;

  /** By the list that a transaction read and appended to: that transaction. */
  private final Map<Found, Integer> updates = new HashMap<>();

  ReadCheck(ListHistory history, Findings findings) {
    this.history = history;
    this.findings = findings;
    this.longest = new Read[history.keys()];
    this.last = new Read[history.keys()];
  }

  /** A key and its list at some time. */
  private record Found(int key, List<Integer> list) {}

  /** The list that an operation read of a key. */
  private record Read(int key, List<Integer> list, Operation by) {
    boolean isPrefixOf(Read other) {
      return list.size() <= other.list.size() && list.equals(other.list.subList(0, list.size()));
    }
  }

  void check() {
    forEachRead(this::checkRead);
    forEachRead(
        (number, i) -> {
          Read read = read(number, i);
          Read all = longest[read.key];
          if (!read.isPrefixOf(all)) {
            findings.add(
                "incompatible-order",
                () ->
                    "%s; it read key %d = %s, which is no prefix of another read, %s: %s"
                        .formatted(read.by, read.key, read.list, all.list, all.by));
          }
        });
    for (int number = 0; number < history.size(); number++) {
      if (history.isOk(number)) {
        checkAppends(number);
      }
    }
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(int number, int i);
  }

  private void forEachRead(Visitor visitor) {
    for (int number = 0; number < history.size(); number++) {
      Txn txn = history.txn(number);
      for (int i = 0; i < txn.size() && history.isOk(number); i++) {
        if (!txn.writes(i)) {
          visitor.visit(number, i);
        }
      }
    }
  }

  private Read read(int number, int i) {
    return new Read(
        history.txn(number).key(i),
        Arrays.stream(history.list(number, i)).boxed().toList(),
        history.operation(number));
  }

  private void checkRead(int number, int i) {
    Txn txn = history.txn(number);
    Read read = read(number, i);
    int key = read.key;
    if (longest[key] == null || longest[key].list.size() < read.list.size()) {
      longest[key] = read;
    }
    last[key] = read;
    checkInternally(number, i, read);
    checkElements(number, read);
    if (txn.isFirst(i) && txn.writesKey(key)) {
      Integer other = updates.putIfAbsent(new Found(key, read.list), number);
      if (other != null) {
        findings.add(
            "lost-update",
            () ->
                "both (%s) and (%s) read key %d = %s and appended to it"
                    .formatted(history.operation(other), read.by, key, read.list));
      }
    }
  }

  private void checkInternally(int number, int i, Read read) {
    Txn txn = history.txn(number);
    List<Integer> expected = new ArrayList<>();
    boolean whole = false;
    for (int j = i - 1; j >= 0 && !whole; j--) {
      if (txn.key(j) == read.key) {
        whole = !txn.writes(j);
        expected.addAll(0, whole ? read(number, j).list : List.of(txn.value(j)));
      }
    }
    int before = read.list.size() - expected.size();
    if (whole
        ? !read.list.equals(expected)
        : before < 0 || !read.list.subList(before, read.list.size()).equals(expected)) {
      String words = whole ? "it should be" : "it should end with";
      findings.add(
          "internal",
          () ->
              "%s; key %d = %s contradicts the transaction's own earlier operations: %s %s"
                  .formatted(read.by, read.key, read.list, words, expected));
    }
    IntStream.range(i + 1, txn.size())
        .filter(j -> txn.key(j) == read.key && txn.writes(j) && read.list.contains(txn.value(j)))
        .findFirst()
        .ifPresent(
            j ->
                findings.add(
                    "future-read",
                    () ->
                        "%s; it read key %d = %s before it appended %d"
                            .formatted(read.by, read.key, read.list, txn.value(j))));
  }

  private void checkElements(int number, Read read) {
    int key = read.key;
    for (int element : read.list) {
      int writer = history.writer(key, element);
      if (writer == ListHistory.NOBODY) {
        findings.add(
            "never-written",
            () -> "%s; nobody appended %d to key %d".formatted(read.by, element, key));
      } else if (history.operation(writer).outcome() == Outcome.FAIL) {
        findings.add(
            "G1a",
            () ->
                "%s; element %d of key %d was appended by a refused transaction: %s"
                    .formatted(read.by, element, key, history.operation(writer)));
      }
    }
    if (read.list.stream().distinct().count() < read.list.size()) {
      findings.add(
          "duplicate-elements",
          () -> "%s; key %d = %s repeats an element".formatted(read.by, key, read.list));
    }
    int end = read.list.isEmpty() ? 0 : read.list.get(read.list.size() - 1);
    int writer = history.writer(key, end);
    if (writer != number && history.isIntermediate(key, end)) {
      findings.add(
          "G1b",
          () ->
              "%s; key %d = %s ends in the middle of one transaction's appends: %s"
                  .formatted(read.by, key, read.list, history.operation(writer)));
    }
  }

  /** Later reads must have all acknowledged appends. */
  private void checkAppends(int number) {
    Txn txn = history.txn(number);
    Operation writer = history.operation(number);
    for (int i = 0; i < txn.size(); i++) {
      Read later = last[txn.key(i)];
      int element = txn.value(i);
      if (txn.writes(i)
          && history.rank(txn.key(i), element) == 0
          && later != null
          && writer.completion() < later.by.invocation()
          && !later.list.contains(element)) {
        findings.add(
            "lost-append",
            () ->
                "%s; element %d is in no list that was read of key %d; the last one was %s, by %s"
                    .formatted(writer, element, later.key, later.list, later.by));
      }
    }
  }
}
