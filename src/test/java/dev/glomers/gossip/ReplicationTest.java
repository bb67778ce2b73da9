package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.gossip.GossipConfig.Topology;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.TestInvariants;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One node, n1, whose peers n0 and n2 the test plays, message by message. */
class ReplicationTest {
  private static final Json ITEM = Json.of("a");

  private final TestScheduler time = new TestScheduler();

  /** What the node has sent since the test last looked. */
  private final List<String> sent = new ArrayList<>();

  private final List<Batch> batches = new ArrayList<>();
  private final ManualJournal journal = new ManualJournal();
  private Cluster cluster = new Cluster("n1", List.of("n0", "n1", "n2"));
  private boolean journaled;
  private Logs logs = new Logs(new Lives("n1.1"), false);
  private boolean wantStability;
  private boolean replaceOthers;

  /** What the items were told to be stable. */
  private final Map<String, Integer> stable = new HashMap<>();

  /** A journal that has room and writes when the test says so. */
  private final class ManualJournal implements Journal {
    private List<Extent> found = List.of();
    private boolean full;

    /** How many arrivals it was last told to write. */
    private int told;

    @Override
    public CompletionStage<Opened> open() {
      throw new AssertionError("open");
    }

    @Override
    public void requireRoom() {
      if (full) {
        throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "full");
      }
    }

    @Override
    public void situations(Invariants always) {
      always.reaches("the journal has something to say", () -> true);
    }

    @Override
    public void write() {
      told = logs.count();
    }
  }

  private final MessageBus bus =
      new MessageBus() {
        @Override
        public void send(String dest, Record body) {
          if (body instanceof Batch batch) {
            batches.add(batch);
            sent.add("batch to " + dest);
          } else {
            sent.add((((Sync) body).asks() ? "question to " : "answer to ") + dest);
          }
        }

        @Override
        public <R extends Record> CompletionStage<R> request(
            String dest, Record body, Class<R> reply) {
          throw new AssertionError(body);
        }
      };

  private Replication node(Topology topology, Acknowledge acknowledge) {
    return node(topology, acknowledge, false);
  }

  private Replication node(Topology topology, Acknowledge acknowledge, boolean again) {
    logs = new Logs(new Lives("n1.1"), journaled);
    Replication replication =
        new Replication(
            bus,
            time,
            Configs.with(GossipConfig.class, Diaries.config(topology, 100, acknowledge)),
            cluster,
            logs,
            journal);
    replication.begin(
        new Items() {
          @Override
          public void take(String origin, int end, Json item) {}

          @Override
          public void stable(String origin, int end) {
            stable.put(origin, end);
          }

          @Override
          public void invariants(Invariants always) {
            always.reaches("the items have something to say", () -> true);
          }

          @Override
          public boolean wantStability() {
            return wantStability;
          }

          @Override
          public boolean replaceOthers() {
            return replaceOthers;
          }
        },
        new Journal.Opened(again ? 1 : 0, journal.found));
    return replication;
  }

  private Replication mesh() {
    return node(Topology.MESH, Acknowledge.RECEIVED);
  }

  private List<String> sentWithin(long ms) {
    sent.clear();
    time.advance(Duration.ofMillis(ms));
    return List.copyOf(sent);
  }

  /** A batch of a peer's first life that brings its item of that number; none if that is 0. */
  private Batch from(String peer, String to, int number) {
    List<Extent> log =
        number == 0
            ? List.of()
            : List.of(new Extent(peer + ".1", number - 1, List.of(Json.of(number))));
    long now = time.now().toMillis();
    return new Batch(peer + ".1", peer, to, 0, number, now, now, 0, 0, 0, log);
  }

  private void bring(Replication node, String peer, int number) {
    node.batch(peer, from(peer, "n1.1", number));
  }

  /** A batch of n2, which takes this node for the hub. */
  private static Batch followingN1() {
    return new Batch("n2.1", "n1", "n1.1", 0, 0, 1, 0, 0, 0, 0, List.of());
  }

  /** A batch of n2, which takes this node for the hub, with its first item, and what is stable. */
  private static Batch bringingToN1() {
    List<Extent> log =
        List.of(new Extent("n2.1", 0, List.of(ITEM)), new Extent("=n9.1", 1, List.of()));
    return new Batch("n2.1", "n1", "n1.1", 0, 1, 1, 0, 0, 0, 0, log);
  }

  private void answer(Replication node, String peer) {
    node.sync(peer, new Sync(false, Map.of(), from(peer, "n1.1", 0)));
  }

  @Test
  void theItemsOfAnIntervalShareAMessage() {
    Replication node = mesh();
    node.add(ITEM);
    assertThat(sentWithin(60)).isEmpty();
    node.add(ITEM);
    assertThat(sentWithin(39)).isEmpty();
    assertThat(sentWithin(1)).containsExactly("batch to n0", "batch to n2");
    assertThat(batches)
        .allMatch(batch -> batch.log().equals(List.of(new Extent("n1.1", 0, List.of(ITEM, ITEM)))));
    assertThat(sentWithin(500)).isEmpty();
  }

  @Test
  void anAcknowledgementWaitsForItsDelay() {
    Replication node = mesh();
    bring(node, "n0", 1);
    assertThat(sentWithin(599)).isEmpty();
    assertThat(sentWithin(1)).contains("batch to n0");
    assertThat(batches.get(0).ack()).isEqualTo(1);
    assertThat(sentWithin(1000)).doesNotContain("batch to n0");
  }

  @Test
  void anAcknowledgementRidesOnTheNextBatch() {
    Replication node = mesh();
    bring(node, "n0", 1);
    time.advance(Duration.ofMillis(200));
    node.add(ITEM);
    assertThat(sentWithin(100)).contains("batch to n0");
    assertThat(batches.get(0).ack()).isEqualTo(1);
    assertThat(sentWithin(600)).isEmpty();
  }

  @Test
  void whileBatchesKeepComingAnAcknowledgementWaitsForFourDelays() {
    Replication node = mesh();
    for (int number = 1; number <= 5; number++) {
      bring(node, "n0", number);
      assertThat(sentWithin(number < 5 ? 500 : 399)).isEmpty();
    }
    assertThat(sentWithin(1)).contains("batch to n0");
    assertThat(batches.get(0).ack()).isEqualTo(5);
  }

  @Test
  void whereStabilityIsWantedAnAcknowledgementWaitsForAnInterval() {
    wantStability = true;
    Replication node = mesh();
    bring(node, "n0", 1);
    assertThat(sentWithin(99)).isEmpty();
    assertThat(sentWithin(1)).contains("batch to n0");
  }

  @Test
  void whoTakesItForAFormerLifeIsToldNothingUntilItHasWhatThatHad() {
    Replication node = mesh();
    node.add(ITEM);
    node.batch("n0", from("n0", "n1.0", 2));
    assertThat(sent).containsExactly("question to n0");
    assertThat(node.length("n0.1")).isZero();
    assertThat(sentWithin(150)).containsExactly("batch to n2");
    sent.clear();
    answer(node, "n0");
    assertThat(sent).containsExactly("batch to n0");
  }

  @Test
  void whoAnswersThatItLacksSomethingIsToldAtOnce() {
    Replication node = mesh();
    node.add(ITEM);
    answer(node, "n0");
    assertThat(sent).containsExactly("batch to n0");
  }

  @Test
  void whoAnswersThatItHasAllIsToldNothing() {
    Replication node = mesh();
    node.add(ITEM);
    node.sync("n0", new Sync(false, Map.of("n1.1", 1), from("n0", "n1.1", 0)));
    assertThat(sent).isEmpty();
  }

  @Test
  void aLeafTellsOnlyItsHub() {
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.add(ITEM);
    answer(node, "n2");
    assertThat(sent).isEmpty();
    answer(node, "n0");
    assertThat(sent).containsExactly("batch to n0");
  }

  @Test
  void aQuestionIsAnsweredAtOnceWithAllThatIsLacking() {
    Replication node = mesh();
    node.add(ITEM);
    node.sync("n0", new Sync(true, Map.of(), from("n0", "n1.1", 0)));
    assertThat(sent).containsExactly("answer to n0");
    // The answer told it.
    assertThat(sentWithin(100)).containsExactly("batch to n2");
  }

  @Test
  void whoHasCaughtUpHasHeardAll() {
    Replication node = mesh();
    var caughtUp = node.catchUp().toCompletableFuture();
    assertThat(sent).containsExactly("question to n0", "question to n2");
    answer(node, "n0");
    assertThat(caughtUp).isNotDone();
    time.advance(Duration.ofSeconds(30));
    assertThat(caughtUp).isNotDone();
    answer(node, "n2");
    assertThat(caughtUp).isDone();
  }

  @Test
  void whoIsInformedHasHeardAllThatAnswer() {
    Replication node = node(Topology.MESH, Acknowledge.REACHABLE);
    var informed = node.informed().toCompletableFuture();
    answer(node, "n0");
    assertThat(informed).isNotDone();
    time.advance(Duration.ofSeconds(30));
    assertThat(informed).isDone();
  }

  @Test
  void whoHearsNobodyIsNotInformed() {
    Replication node = node(Topology.MESH, Acknowledge.REACHABLE);
    var informed = node.informed().toCompletableFuture();
    time.advance(Duration.ofSeconds(30));
    assertThat(informed).isNotDone();
    answer(node, "n2");
    assertThat(informed).isDone();
  }

  @Test
  void whoIsALeafAgainWaitsOnlyForItsHub() {
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.catchUp();
    time.advance(Duration.ofSeconds(30));
    assertThat(node.shows().get("role")).isEqualTo("hub");
    var caughtUp = node.catchUp().toCompletableFuture();
    assertThat(caughtUp).isNotDone();
    answer(node, "n0");
    assertThat(node.shows().get("role")).isEqualTo("leaf of n0");
    assertThat(caughtUp).isDone();
  }

  @Test
  void whoTakesTheHubsPlaceAsksAllThatMayAnswer() {
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.batch("n2", followingN1());
    assertThat(sent).containsExactly("question to n0");
    for (int ms = 0; ms < 30_000 && !sent.contains("question to n2"); ms++) {
      sentWithin(1);
    }
    assertThat(sent).containsExactly("question to n2");
  }

  @Test
  void oneThatIsBackMakesTheOthersThatAreSilentBeAsked() {
    Replication node = mesh();
    node.batch("n0", from("n0", "n1.0", 0));
    node.batch("n2", from("n2", "n1.0", 0));
    time.advance(Duration.ofSeconds(30));
    assertThat(node.shows().get("suspects")).isEqualTo(List.of("n0", "n2"));
    sent.clear();
    answer(node, "n0");
    // It was asked once more before it was known that this is an answer.
    assertThat(sent).containsExactly("question to n0", "question to n2");
  }

  @Test
  void whoBringsAgainWhatIsHereIsToldAgainThatItIs() {
    Replication node = mesh();
    bring(node, "n0", 1);
    assertThat(sentWithin(600)).contains("batch to n0");
    bring(node, "n0", 1);
    assertThat(sentWithin(600)).containsExactly("batch to n0");
  }

  @Test
  void aLateMessageOfAFormerLifeIsNotTakenIn() {
    Replication node = mesh();
    node.sync("n2", new Sync(false, Map.of("n0.2", 1), from("n2", "n1.1", 0)));
    sent.clear();
    bring(node, "n0", 1);
    assertThat(node.length("n0.1")).isZero();
    assertThat(sent).containsExactly("question to n0");
  }

  @Test
  void whoSpeaksInAnotherLifeIsAsked() {
    Replication node = mesh();
    bring(node, "n0", 1);
    assertThat(sent).isEmpty();
    node.batch("n0", new Batch("n0.2", "n0", "n1.1", 0, 0, 1, 0, 0, 0, 0, List.of()));
    assertThat(sent).containsExactly("question to n0");
  }

  @Test
  void aQuestionToAFormerLifeIsPutToTheLaterOne() {
    Replication node = mesh();
    bring(node, "n0", 1);
    node.catchUp();
    assertThat(sent).contains("question to n0");
    sent.clear();
    node.batch("n0", new Batch("n0.2", "n0", "n1.1", 0, 0, 1, 0, 0, 0, 0, List.of()));
    assertThat(sent).containsExactly("question to n0");
  }

  @Test
  void whoIsFollowedAsksWhetherTheHubIsThere() {
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.batch("n2", followingN1());
    assertThat(sent).containsExactly("question to n0");
    answer(node, "n0");
    sent.clear();
    node.batch("n2", followingN1());
    assertThat(sent).isEmpty();
  }

  @Test
  void whoHasHeardNothingAsksOneAfterTheOtherOnceFiveSecondsHavePassed() {
    Replication node = mesh();
    assertThat(sentWithin(5599)).isEmpty();
    assertThat(sentWithin(1)).containsExactly("question to n0");
    answer(node, "n0");
    assertThat(sentWithin(699)).isEmpty();
    assertThat(sentWithin(1)).containsExactly("question to n2");
    answer(node, "n2");
    assertThat(sentWithin(60_000)).isEmpty();
  }

  @Test
  void whoHasHeardSomethingDoesNotAsk() {
    Replication node = mesh();
    bring(node, "n0", 0);
    assertThat(sentWithin(60_000)).isEmpty();
  }

  @Test
  void anItemThatOneHasAndNobodyBringsIsAskedForOnce() {
    Replication node = mesh();
    bring(node, "n0", 0);
    bring(node, "n2", 0);
    node.sync("n0", new Sync(false, Map.of("n9.1", 1), from("n0", "n1.1", 0)));
    node.sync("n2", new Sync(false, Map.of("n9.1", 1), from("n2", "n1.1", 0)));
    // Two intervals, and the time-out of a node whose distance is unknown.
    assertThat(sentWithin(1200)).isEmpty();
    assertThat(sentWithin(80)).containsExactly("question to n0");
  }

  @Test
  void whoSpeaksOfAnEarlierMessageThanTheLastIsToldAgain() {
    time.advance(Duration.ofSeconds(1));
    Replication node = mesh();
    bring(node, "n0", 0);
    Batch early = from("n0", "n1.1", 0);
    node.add(ITEM);
    assertThat(sentWithin(100)).contains("batch to n0");
    time.advance(Duration.ofMillis(20));
    node.batch("n0", early);
    assertThat(sentWithin(100)).isEmpty();
    node.batch("n0", early);
    assertThat(sentWithin(100)).containsExactly("batch to n0");
  }

  @Test
  void whoDoesNotAcknowledgeIsAskedAndWhoDoesIsNot() {
    time.advance(Duration.ofSeconds(1));
    Replication node = mesh();
    bring(node, "n0", 0);
    bring(node, "n2", 0);
    node.add(ITEM);
    assertThat(sentWithin(100)).containsExactly("batch to n0", "batch to n2");
    time.advance(Duration.ofMillis(1));
    node.sync("n2", new Sync(false, Map.of("n1.1", 1), from("n2", "n1.1", 0)));
    // An interval, the delay of an acknowledgement, and the time-out of a peer that is near.
    assertThat(sentWithin(100 + 600 + 150 - 1)).isEmpty();
    assertThat(sentWithin(80)).containsExactly("question to n0");
  }

  @Test
  void oneIsSuspectedAfterTwoQuestionsOfWhichTheSecondIsRepeated() {
    time.advance(Duration.ofSeconds(1));
    Replication node = mesh();
    bring(node, "n0", 0);
    bring(node, "n2", 0);
    node.batch("n0", from("n0", "n1.0", 0));
    assertThat(sent).containsExactly("question to n0");
    assertThat(sentWithin(160)).containsExactly("question to n0");
    assertThat(sentWithin(160)).containsExactly("question to n0");
    assertThat(node.shows().get("suspects")).isEqualTo(List.of());
    assertThat(sentWithin(10_000)).isEmpty();
    assertThat(node.shows().get("suspects")).isEqualTo(List.of("n0"));
  }

  @Test
  void whoIsSuspectedAndSpeaksIsAsked() {
    Replication node = node(Topology.MESH, Acknowledge.REACHABLE);
    node.informed();
    answer(node, "n0");
    for (int step = 0; step < 300; step++) {
      if (sentWithin(100).contains("question to n0")) {
        answer(node, "n0");
      }
    }
    assertThat(node.shows().get("suspects")).isEqualTo(List.of("n2"));
    // It lacks nothing, so it is left in peace.
    assertThat(sentWithin(60_000)).isEmpty();
    bring(node, "n2", 0);
    assertThat(sent).containsExactly("question to n2");
    assertThat(node.shows().get("suspects")).isEqualTo(List.of("n2"));
    answer(node, "n2");
    assertThat(node.shows().get("suspects")).isEqualTo(List.of());
  }

  @Test
  void aLaterLifeHasAnItemByWhichPeersKnowItIfStabilityIsWanted() {
    assertThat(node(Topology.MESH, Acknowledge.RECEIVED, true).length("n1.1")).isZero();
    wantStability = true;
    assertThat(mesh().length("n1.1")).isZero();
    assertThat(node(Topology.MESH, Acknowledge.RECEIVED, true).length("n1.1")).isEqualTo(1);
  }

  @Test
  void whoIsKnownByALaterLifeBeginsAnother() {
    wantStability = true;
    Replication node = mesh();
    bring(node, "n0", 0);
    assertThat(node.origin()).isEqualTo("n1.1");
    assertThat(node.length("n1.1")).isZero();
    node.batch("n0", from("n0", "n1.8", 0));
    assertThat(Origin.isLater(node.origin(), "n1.8")).isTrue();
    assertThat(node.length(node.origin())).isEqualTo(1);
  }

  @Test
  void whatIsReplacedIsNotSent() {
    replaceOthers = true;
    Replication node = mesh();
    node.add(ITEM);
    node.add(ITEM);
    node.drop("n1.1", 1);
    time.advance(Duration.ofMillis(100));
    assertThat(batches.get(0).log()).isEqualTo(List.of(new Extent("n1.1", 1, List.of(ITEM))));
    assertThat(node.shows().get("has")).isEqualTo(Map.of("n1.1", 2));
  }

  @Test
  void aPromiseWaitsNoLongerForOneThatIsSuspected() {
    Replication node = node(Topology.MESH, Acknowledge.REACHABLE);
    var safe = node.add(ITEM).toCompletableFuture();
    node.sync("n0", new Sync(false, Map.of("n1.1", 1), from("n0", "n1.1", 0)));
    time.advance(Duration.ofSeconds(5));
    assertThat(safe).isNotDone();
    time.advance(Duration.ofSeconds(30));
    assertThat(safe).isDone();
  }

  @Test
  void whatOneBroughtIsNotBroughtBack() {
    Replication node = mesh();
    List<Extent> log = List.of(new Extent("n9.1", 0, List.of(ITEM)));
    node.batch("n0", new Batch("n0.1", "n0", "n1.1", 0, 1, 1, 0, 0, 0, 0, log));
    assertThat(sentWithin(600)).contains("batch to n0");
    assertThat(batches.get(0).log()).isEmpty();
    assertThat(node.length("n9.1")).isEqualTo(1);
  }

  @Test
  void whatWasReplacedBeforeItCameIsSkipped() {
    replaceOthers = true;
    Replication node = mesh();
    bring(node, "n0", 3);
    assertThat(node.length("n0.1")).isEqualTo(3);
  }

  @Test
  void aLeafSendsWhenItsHubIsAboutTo() {
    time.advance(Duration.ofSeconds(1));
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.batch("n0", new Batch("n0.1", "n0", "n1.1", 0, 0, 1000, 1000, 0, 0, 100, List.of()));
    node.add(ITEM);
    assertThat(sentWithin(79)).isEmpty();
    assertThat(sentWithin(1)).containsExactly("batch to n0");
  }

  @Test
  void aBatchIsAsGoodAsAnAnswerForWhoCatchesUp() {
    Replication node = mesh();
    var caughtUp = node.catchUp().toCompletableFuture();
    answer(node, "n0");
    bring(node, "n2", 0);
    assertThat(caughtUp).isDone();
  }

  @Test
  void whoIsAnsweredAsAFormerLifeWhileItCatchesUpAsksAgain() {
    Replication node = mesh();
    var caughtUp = node.catchUp().toCompletableFuture();
    answer(node, "n2");
    node.sync("n0", new Sync(false, Map.of(), from("n0", "n1.0", 0)));
    assertThat(sentWithin(80)).containsExactly("question to n0");
    assertThat(caughtUp).isNotDone();
  }

  @Test
  void whileOneThatLacksSomethingIsSilentTheOthersAreAskedToo() {
    time.advance(Duration.ofSeconds(1));
    Replication node = mesh();
    bring(node, "n2", 0);
    node.add(ITEM);
    Sync hasAll = new Sync(false, Map.of("n1.1", 1), from("n0", "n1.1", 0));
    node.sync("n0", hasAll);
    for (int step = 0; step < 20 || !sent.contains("question to n0"); step++) {
      assertThat(step).isLessThan(300);
      sentWithin(100);
    }
    assertThat(node.shows().get("suspects")).isEqualTo(List.of("n2"));
    assertThat(sent).contains("question to n2");
  }

  @Test
  void whatIsHereAlreadyIsNoNewsToPassOn() {
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.batch("n2", bringingToN1());
    time.advance(Duration.ofMillis(100));
    node.batch("n2", bringingToN1());
    assertThat(sentWithin(599)).doesNotContain("batch to n2");
    assertThat(sentWithin(1)).contains("batch to n2");
  }

  @Test
  void nothingIsSentBeforeItIsDurable() {
    journaled = true;
    Replication node = mesh();
    node.add(ITEM);
    assertThat(sentWithin(200)).isEmpty();
    logs.durable(1);
    assertThat(sentWithin(99)).isEmpty();
    assertThat(sentWithin(1)).containsExactly("batch to n0", "batch to n2");
  }

  @Test
  void promisesAreKeptInOrderAsFarAsTheirItemsAreSafe() {
    journaled = true;
    Replication node = mesh();
    bring(node, "n0", 1);
    List<Integer> kept = new ArrayList<>();
    for (int item = 1; item <= 3; item++) {
      int number = item;
      node.add(ITEM).thenRun(() -> kept.add(number));
    }
    logs.durable(1);
    assertThat(kept).as("another's log is no promise for this one's").isEmpty();
    logs.durable(3);
    assertThat(kept).containsExactly(1, 2);
    logs.durable(4);
    assertThat(kept).containsExactly(1, 2, 3);
  }

  @Test
  void oneThatAddsWhenAPromiseIsKeptWaitsForItsOwn() {
    journaled = true;
    Replication node = mesh();
    List<Integer> kept = new ArrayList<>();
    node.add(ITEM).thenCompose(done -> node.add(ITEM)).thenRun(() -> kept.add(2));
    logs.durable(1);
    assertThat(logs.count()).isEqualTo(2);
    assertThat(kept).isEmpty();
    logs.durable(2);
    assertThat(kept).containsExactly(2);
  }

  @Test
  void inAMeshWhatAnotherBroughtIsNotPassedOnOnceItIsDurable() {
    journaled = true;
    Replication node = mesh();
    bring(node, "n0", 1);
    logs.durable(1);
    assertThat(sentWithin(599)).isEmpty();
    assertThat(sentWithin(1)).contains("batch to n0");
  }

  @Test
  void inAStarWhatAnotherBroughtIsPassedOnOnceItIsDurable() {
    journaled = true;
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.batch("n2", bringingToN1());
    answer(node, "n0");
    assertThat(sentWithin(200)).doesNotContain("batch to n0");
    logs.durable(1);
    assertThat(sentWithin(100)).contains("batch to n0");
  }

  @Test
  void nothingIsAddedWhileTheJournalHasNoRoom() {
    Replication node = mesh();
    journal.full = true;
    assertThatThrownBy(() -> node.add(ITEM)).isInstanceOf(RpcException.class);
    assertThatThrownBy(node::requireRoom).isInstanceOf(RpcException.class);
    assertThat(node.length("n1.1")).isZero();
  }

  @Test
  void whoFindsItsJournalAsksItsHubBeforeItTellsItAnything() {
    journal.found = List.of(new Extent("n1.0", 0, List.of(ITEM)));
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    assertThat(sent).containsExactly("question to n0");
    node.batch("n2", followingN1());
    node.add(ITEM);
    assertThat(sentWithin(150)).containsExactly("batch to n2");
    sent.clear();
    answer(node, "n0");
    assertThat(sent).containsExactly("batch to n0");
  }

  @Test
  void whatAnAloneNodeHasIsStableAndItsJournalIsToldSo() {
    cluster = new Cluster("n1", List.of("n1"));
    wantStability = true;
    journal.found = List.of(new Extent("n1.0", 0, List.of(ITEM)));
    Replication node = mesh();
    assertThat(stable).isEqualTo(Map.of("n1.0", 1));
    assertThat(journal.told).isEqualTo(2);
    node.add(ITEM);
    assertThat(stable).isEqualTo(Map.of("n1.0", 1, "n1.1", 1));
    assertThat(journal.told).isEqualTo(4);
  }

  @Test
  void aNodeStatesWhatItsItemsAndItsJournalState() {
    TestInvariants claims = new TestInvariants();
    mesh().invariants(claims);
    assertThat(claims.reached())
        .contains("the items have something to say", "the journal has something to say");
  }

  @Test
  void whatTurnsOutToBeStableIsPassedOn() {
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.batch("n2", bringingToN1());
    answer(node, "n0");
    time.advance(Duration.ofSeconds(1));
    batches.clear();
    node.batch(
        "n0",
        new Batch(
            "n0.1", "n0", "n1.1", 0, 1, 1, 0, 0, 0, 0, List.of(new Extent("=n2.1", 1, List.of()))));
    assertThat(sentWithin(100)).contains("batch to n2");
    assertThat(batches)
        .anyMatch(batch -> batch.log().stream().anyMatch(each -> each.name().equals("=n2.1")));
  }

  @Test
  void aLeafWhoseHubSaysNothingTellsItSomethingAQuarterOfAnIntervalApart() {
    Replication node = node(Topology.STAR, Acknowledge.RECEIVED);
    node.add(ITEM);
    assertThat(sentWithin(0)).containsExactly("batch to n0");
    node.add(ITEM);
    assertThat(sentWithin(24)).isEmpty();
    assertThat(sentWithin(1)).containsExactly("batch to n0");
  }

  /** All have this node's item, and n0 has that of n2, but not the other way round. */
  private void letN2NotKnowN0(Replication node) {
    bring(node, "n0", 1);
    bring(node, "n2", 1);
    node.sync("n0", new Sync(false, Map.of("n1.1", 1, "n2.1", 1), from("n0", "n1.1", 0)));
    node.sync("n2", new Sync(false, Map.of("n1.1", 1), from("n2", "n1.1", 0)));
  }

  @Test
  void nothingIsStableUntilAllKnowOfAllLives() {
    wantStability = true;
    Replication node = mesh();
    node.add(ITEM);
    letN2NotKnowN0(node);
    assertThat(stable).isEmpty();
    node.sync("n2", new Sync(false, Map.of("n0.1", 1), from("n2", "n1.1", 0)));
    assertThat(stable).isEqualTo(Map.of("n0.1", 1, "n1.1", 1, "n2.1", 1));
  }

  @Test
  void whatAllHaveIsSafeThoughNotAllKnowOfAllLives() {
    Replication node = node(Topology.MESH, Acknowledge.ALL);
    var safe = node.add(ITEM).toCompletableFuture();
    assertThat(safe).isNotDone();
    letN2NotKnowN0(node);
    assertThat(safe).isDone();
  }
}
