package dev.glomers.simulation.workload;

import static dev.glomers.simulation.workload.PlantedBug.Finding.any;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Storage;
import dev.glomers.simulation.AlteredStorage;
import dev.glomers.simulation.DurableNodes;
import dev.glomers.simulation.EagerStorage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Nodes that do not store what they promise to store, or read back something else. */
public final class DiskBugs {
  private DiskBugs() {}

  public static List<PlantedBug> planted() {
    return Stream.of(ofLog(), ofSet(), ofCounter(), ofTransactions())
        .flatMap(List::stream)
        .toList();
  }

  private static List<PlantedBug> ofLog() {
    Catalogue of = Catalogue.of("kafka", 1, 60).under("kill");
    Catalogue slow = of.under("kill", "slow-disk");
    Catalogue full = of.under("kill", "full-disk");
    full.nodes(2).sound("durable nodes", DurableNodes.of("5c", EagerStorage::new));
    plant(slow, "5a", "acknowledges before the sync", Hasty::new, 3, "unreached", "lost-commit");
    plant(
        slow, "5a", "replaces in place", InPlace::new, 1, "unreached", "lost-commit", "lost-write");
    plant(full, "5a", "takes no notice of a full disk", Heedless::new, 6, "unreached");
    plant(of, "5a", "trusts a torn record", found(DiskBugs::torn), 6, "never-sent");
    plant(of, "5a", "skips the checksum", found(DiskBugs::damaged), 6, "never-sent");
    plant(of, "5a", "reuses an offset", found(DiskBugs::reborn), 4, "inconsistent-offsets");
    plant(of, "5a", "forgets commits", found(DiskBugs::uncommitted), 6, "lost-commit");
    return of.bugs();
  }

  private static List<PlantedBug> ofSet() {
    Catalogue of = Catalogue.of("g-set", 5, 60).under("kill");
    Catalogue slow = of.under("kill", "slow-disk");
    Catalogue full = of.under("kill", "full-disk");
    full.sound("durable nodes", DurableNodes.of("g-set", Rewriting::new));
    plant(slow, "g-set", "acknowledges before the sync", Hasty::new, 6, "lost");
    plant(full, "g-set", "takes no notice of a full disk", Heedless::new, 10, "lost");
    plant(of, "g-set", "takes an item twice", found(DiskBugs::twice), 6, "invariant");
    plant(of, "g-set", "trusts a torn record", found(DiskBugs::torn), 12, "invariant", "phantom");
    plant(of, "g-set", "skips the checksum", found(DiskBugs::damaged), 12, "invariant", "phantom");
    plant(of, "g-set", "forgets the last", found(DiskBugs::forgetful), 10, "lost");
    return of.bugs();
  }

  private static List<PlantedBug> ofCounter() {
    Catalogue of = Catalogue.of("pn-counter", 3, 60).under("kill");
    of.under("kill", "full-disk")
        .sound("durable nodes", DurableNodes.of("pn-counter", Rewriting::new));
    plant(of, "pn-counter", "counts a total twice", found(DiskBugs::inherited), 8, "lost-add");
    plant(of, "pn-counter", "trusts a torn record", found(DiskBugs::torn), 8, "never-added");
    plant(of, "pn-counter", "reuses a place in a log", found(DiskBugs::reborn), 4, "wrong-sum");
    plant(of, "pn-counter", "compacts away what is alive", Greedy::new, 3, "wrong-sum");
    return of.bugs();
  }

  private static List<PlantedBug> ofTransactions() {
    Catalogue of = Catalogue.of("txn-rw-register", 1, 60).under("kill");
    Catalogue slow = of.under("kill", "slow-disk");
    Catalogue full = of.under("kill", "full-disk");
    full.nodes(2).sound("durable nodes", DurableNodes.of("6c", Rewriting::new));
    plant(slow, "6c", "acknowledges before the sync", Hasty::new, 2, "lost-write");
    plant(full, "6c", "takes no notice of a full disk", Heedless::new, 6, "lost-write");
    plant(of, "6c", "trusts a torn record", found(DiskBugs::torn), 8, "never-written");
    plant(of, "6c", "skips the checksum", found(DiskBugs::damaged), 8, "never-written");
    plant(of, "6c", "reuses a timestamp", found(DiskBugs::reborn), 8, "lost-write");
    plant(of, "6c", "forgets a commit", found(DiskBugs::forgetful), 8, "lost-write");
    plant(of, "6c", "compacts away what is alive", Greedy::new, 8, "lost-write");
    return of.bugs();
  }

  private static void plant(
      Catalogue of,
      String part,
      String name,
      UnaryOperator<Storage> bug,
      int least,
      String... kinds) {
    of.bug("durable, " + name, DurableNodes.of(part, bug), any(kinds), least);
  }

  /** Says that all is durable as soon as it is told of it. */
  private static final class Hasty extends AlteredStorage {
    Hasty(Storage disk) {
      super(disk);
    }

    @Override
    public CompletionStage<Void> append(List<?> records) {
      super.append(records);
      return CompletableFuture.completedStage(null);
    }
  }

  /** Takes what the disk refused for done. */
  private static final class Heedless extends AlteredStorage {
    Heedless(Storage disk) {
      super(disk);
    }

    @Override
    public CompletionStage<Void> append(List<?> records) {
      return super.append(records).exceptionally(full -> null);
    }
  }

  /** Compacts with each write. */
  private static class Rewriting extends AlteredStorage {
    private final List<Object> all = new ArrayList<>();

    Rewriting(Storage disk) {
      super(disk);
    }

    @Override
    public CompletionStage<Void> open(String node, Consumer<Json> record) {
      return super.open(
          node,
          each -> {
            all.add(each);
            record.accept(each);
          });
    }

    @Override
    public CompletionStage<Void> append(List<?> records) {
      List<?> both = Stream.of(all, records).flatMap(List::stream).toList();
      return replace(both).thenRun(() -> all.addAll(records));
    }
  }

  /** Takes for dead what is old. */
  private static final class Greedy extends Rewriting {
    Greedy(Storage disk) {
      super(disk);
    }

    @Override
    public CompletionStage<Void> replace(List<?> records) {
      return super.replace(records.subList(records.size() / 2, records.size()));
    }
  }

  /** Removes the old records before the new ones are there. */
  private static final class InPlace extends Rewriting {
    InPlace(Storage disk) {
      super(disk);
    }

    @Override
    public CompletionStage<Void> replace(List<?> records) {
      return super.replace(List.of()).thenCompose(emptied -> super.replace(records));
    }
  }

  /** A journal's record. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Run(String name, int from, List<Json> items) {
    Stream<Entry> entries() {
      return items.isEmpty()
          ? Stream.of(new Entry(name, from, Json.NULL))
          : IntStream.range(0, items.size())
              .mapToObj(i -> new Entry(name, from + i + 1, items.get(i)));
    }
  }

  /** What it says: an item, or how much of a log is stable, or that a life begins. */
  private record Entry(String name, int end, Json item) {
    Json record() {
      boolean hasItem = end > 0 && !name.startsWith("=");
      return Json.of(
          hasItem ? new Run(name, end - 1, List.of(item)) : new Run(name, end, List.of()));
    }

    boolean isItem() {
      return end > 0 && !name.startsWith("=") && !item.isNull();
    }

    Entry next(Json other) {
      return new Entry(name, end + 1, other);
    }

    /** The same of a log at a later offset, as a new one would be. */
    Entry later() {
      String text = item.toString().replaceFirst("^(\\[\"[^\"]*\",)(\\d)", "$199$2");
      return new Entry(name, end, Json.ofTrustedText(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The item with another message, value or sum; a commit is a later one too. */
    Json garbage() {
      String other = item.toString().replaceFirst("^\\[(\\d)", "[99$1");
      other = other.replaceFirst("(\\d+\\D*)$", "99$1");
      return Json.ofTrustedText(other.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Finds something else than what was kept. */
  private static UnaryOperator<Storage> found(UnaryOperator<List<Entry>> change) {
    return disk ->
        new AlteredStorage(disk) {
          @Override
          public CompletionStage<Void> open(String node, Consumer<Json> record) {
            List<Entry> entries = new ArrayList<>();
            return super.open(node, each -> each.as(Run.class).entries().forEach(entries::add))
                .thenRun(() -> change.apply(entries).forEach(each -> record.accept(each.record())));
          }
        };
  }

  /** With something more that is made of the last item, if there is one. */
  private static List<Entry> after(List<Entry> entries, UnaryOperator<Entry> another) {
    List<Entry> changed = new ArrayList<>(entries);
    int last = last(entries);
    if (last >= 0) {
      changed.add(another.apply(entries.get(last)));
    }
    return changed;
  }

  private static int last(List<Entry> entries) {
    int last = entries.size() - 1;
    while (last >= 0 && !entries.get(last).isItem()) {
      last--;
    }
    return last;
  }

  private static List<Entry> twice(List<Entry> entries) {
    return after(entries, last -> last.next(last.item()));
  }

  private static List<Entry> torn(List<Entry> entries) {
    return after(entries, last -> last.next(last.later().garbage()));
  }

  /** The last total once more, as another life's. */
  private static List<Entry> inherited(List<Entry> entries) {
    return after(entries, last -> new Entry(last.name() + "z", 1, last.item()));
  }

  private static List<Entry> damaged(List<Entry> entries) {
    List<Entry> changed = new ArrayList<>(entries);
    int old = last(entries.subList(0, entries.size() / 2));
    if (old >= 0) {
      Entry entry = entries.get(old);
      changed.set(old, new Entry(entry.name(), entry.end(), entry.garbage()));
    }
    return changed;
  }

  /** Without the last item. */
  private static List<Entry> forgetful(List<Entry> entries) {
    int last = last(entries);
    return last < 0 ? entries : entries.subList(0, last);
  }

  /** Without the last item, and without any life. */
  private static List<Entry> reborn(List<Entry> entries) {
    return forgetful(entries).stream().filter(entry -> entry.end() > 0).toList();
  }

  private static List<Entry> uncommitted(List<Entry> entries) {
    return entries.stream()
        .map(
            entry ->
                entry.isItem() && entry.item().toString().matches("\\[\"[^\"]*\",\\d+]")
                    ? new Entry(entry.name(), entry.end(), Json.NULL)
                    : entry)
        .toList();
  }
}
