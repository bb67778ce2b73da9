package dev.glomers.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {
  private static final String INIT =
      "'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1','n2','n3']";
  private static final String INIT_OK =
      "{'src':'n1','dest':'c0','body':{'type':'init_ok','in_reply_to':1}}";

  private final TestScheduler scheduler = new TestScheduler();
  private final TestNode node = new TestNode(scheduler);

  record Ask(Json what) {}

  record AskOk(Json answer) {}

  record Gossip(int number) {}

  private static Challenge asking(Function<Ask, ?> answer) {
    return (cluster, on) -> on.request(Ask.class, answer);
  }

  private interface Function<A, B> extends java.util.function.Function<A, B> {}

  private void ask(int msgId) {
    node.receive("c1", "'type':'ask','msg_id':" + msgId + ",'what':[" + msgId + "]");
  }

  private static String askOk(int msgId) {
    return "{'src':'n1','dest':'c1','body':{'type':'ask_ok','in_reply_to':%1$d,'answer':[%1$d]}}"
        .formatted(msgId);
  }

  private static String error(int msgId, int code, String text) {
    return "{'src':'n1','dest':'c1','body':{'type':'error','in_reply_to':%d,'code':%d,'text':'%s'}}"
        .formatted(msgId, code, text);
  }

  @Nested
  class BeforeInit {
    private final List<Integer> gossip = new ArrayList<>();
    private final Challenge challenge =
        (cluster, on) -> {
          on.request(Ask.class, ask -> new AskOk(ask.what()));
          on.message(Gossip.class, (src, message) -> gossip.add(message.number()));
        };

    @Test
    void aClientIsToldToComeBack() {
      node.node().host(challenge);
      ask(5);
      assertThat(node.sent()).containsExactly(error(5, 11, "not initialised yet"));
    }

    @Test
    void whatAPeerSendsIsKeptInOrder() {
      node.node().host(challenge);
      node.receive("n2", "'type':'gossip','number':1");
      node.receive("n3", "'type':'gossip','number':2");
      assertThat(node.sent()).isEmpty();
      assertThat(gossip).isEmpty();

      node.receive("c0", INIT);
      assertThat(gossip).containsExactly(1, 2);
      assertThat(node.sent()).containsExactly(INIT_OK);
      assertThat(node.logged()).isEmpty();
    }

    @Test
    void aPeersRequestIsAnsweredAfterInitUnderTheNodesOwnName() {
      node.node().host(challenge);
      node.receive("n2", "'type':'ask','msg_id':9,'what':0");
      node.receive("c0", INIT);
      assertThat(node.sent())
          .containsExactly(
              INIT_OK,
              "{'src':'n1','dest':'n2','body':{'type':'ask_ok','in_reply_to':9,'answer':0}}");
    }

    @Test
    void badInputIsAnsweredAsWhomItIsAddressedTo() {
      node.receive("{'src':'c1','dest':'n1','body':{'msg_id':5}}");
      assertThat(node.sent()).containsExactly(error(5, 12, "body.type: missing"));
    }
  }

  @Nested
  class Init {
    @Test
    void isAnsweredAgainIfItSaysTheSame() {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive("c0", INIT);
      assertThat(node.sent()).containsExactly(INIT_OK);
    }

    @Test
    void isRefusedIfItSaysSomethingElse() {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive("c1", "'type':'init','msg_id':2,'node_id':'n2','node_ids':['n1','n2']");
      assertThat(node.sent()).containsExactly(error(2, 22, "already initialised as n1"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'node_id':'n1'",
          "'node_ids':['n1']",
          "'node_id':1,'node_ids':['n1']",
          "'node_id':'n1','node_ids':'n1'",
          "'node_id':'n1','node_ids':[null]",
          "'node_id':'n1','node_ids':['n2']"
        })
    void isRefusedIfItMakesNoSenseAndMayBeTriedAgain(String fields) {
      node.node().host(asking(ask -> new AskOk(ask.what())));
      node.receive("c1", "'type':'init','msg_id':4," + fields);
      assertThat(node.sent())
          .singleElement()
          .asString()
          .contains("'in_reply_to':4,'code':12,'text':'node_id");
      node.receive("c0", INIT);
      assertThat(node.sent()).containsExactly(INIT_OK);
    }

    @Test
    void mayBeTriedAgainIfTheChallengeDoesNotStart() {
      CompletableFuture<Void> first = new CompletableFuture<>();
      node.node()
          .host(
              (cluster, on) -> {
                on.request(Ask.class, ask -> new AskOk(ask.what()));
                if (first.complete(null)) {
                  throw new IllegalStateException("not now");
                }
              });
      node.receive("c1", INIT);
      assertThat(node.sent())
          .containsExactly(error(1, 13, "java.lang.IllegalStateException: not now"));
      ask(2);
      assertThat(node.sent()).containsExactly(error(2, 11, "not initialised yet"));
      node.receive("c0", INIT);
      ask(3);
      assertThat(node.sent()).containsExactly(INIT_OK, askOk(3));
    }

    @Test
    void theChallengeMaySendFromItsStart() {
      node.node().host((cluster, on) -> node.node().send("n2", new Gossip(1)));
      node.receive("c0", INIT);
      assertThat(node.sent())
          .containsExactly("{'src':'n1','dest':'n2','body':{'type':'gossip','number':1}}", INIT_OK);
    }
  }

  @Nested
  class Requests {
    @Test
    void areAnsweredWithTheRecordThatTheHandlerReturns() {
      node.started(asking(ask -> new AskOk(ask.what())));
      ask(5);
      assertThat(node.sent()).containsExactly(askOk(5));
    }

    @Test
    void areAnsweredWhenTheStageCompletes() {
      CompletableFuture<AskOk> later = new CompletableFuture<>();
      node.started(
          asking(ask -> ask.what().equals(Json.of(List.of(1))) ? later : new AskOk(ask.what())));
      ask(1);
      ask(2);
      assertThat(node.sent()).containsExactly(askOk(2));
      assertThat(node.node().unanswered()).isEqualTo(1);
      later.complete(new AskOk(Json.of(List.of(1))));
      assertThat(node.sent()).containsExactly(askOk(1));
      assertThat(node.node().unanswered()).isZero();
    }

    @Test
    void aStageThatNeverCompletesHoldsUpNobody() {
      node.started(
          asking(
              ask ->
                  ask.what().equals(Json.of(List.of(1)))
                      ? new CompletableFuture<AskOk>()
                      : new AskOk(ask.what())));
      ask(1);
      ask(2);
      scheduler.advance(Duration.ofHours(1));
      assertThat(node.sent()).containsExactly(askOk(2));
    }

    @Test
    void failWithTheHandlersCode() {
      node.started(
          asking(
              ask -> {
                throw new RpcException(ErrorCode.TXN_CONFLICT, "conflict");
              }));
      ask(5);
      assertThat(node.sent()).containsExactly(error(5, 30, "conflict"));
      assertThat(node.logged()).isEmpty();
    }

    @Test
    void failWithTheStagesCodeHoweverItIsWrapped() {
      CompletionStage<Void> failed =
          CompletableFuture.failedStage(new RpcException(1001, "our own"));
      node.started(asking(ask -> failed.thenApply(done -> done).thenApply(done -> done)));
      ask(5);
      assertThat(node.sent()).containsExactly(error(5, 1001, "our own"));
    }

    @Test
    void aHandlerThatThrowsIsACrashThatIsLoggedOnce() {
      node.started(
          asking(
              ask -> {
                throw new IllegalStateException("bug");
              }));
      ask(5);
      ask(6);
      assertThat(node.sent())
          .containsExactly(
              error(5, 13, "java.lang.IllegalStateException: bug"),
              error(6, 13, "java.lang.IllegalStateException: bug"));
      assertThat(node.logged())
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("n1: handler failed: java.lang.IllegalStateException: bug at ")
                      .hasLineCount(1));
    }

    @Test
    void aHandlerThatReturnsNothingIsACrash() {
      node.started((cluster, on) -> on.message(Gossip.class, (src, gossip) -> {}));
      node.receive("c1", "'type':'gossip','msg_id':5,'number':1");
      assertThat(node.sent()).singleElement().asString().contains("'in_reply_to':5,'code':13");
    }

    record Unwritable(Thread thread) {}

    @Test
    void anAnswerThatCannotBeWrittenIsACrash() {
      Unwritable unwritable = new Unwritable(Thread.currentThread());
      node.started(
          asking(
              ask ->
                  ask.what().equals(Json.of(List.of(1)))
                      ? unwritable
                      : CompletableFuture.completedStage(unwritable)));
      ask(1);
      ask(2);
      assertThat(node.sent())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).contains("'type':'error'").contains("'code':13"));
    }

    @Test
    void ofAnUnknownTypeAreNotSupported() {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive("c1", "'type':'tell','msg_id':5");
      assertThat(node.sent()).containsExactly(error(5, 10, "no such type: tell"));
    }

    @Test
    void thatDoNotFitTheirRecordNameTheField() {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive("c1", "'type':'ask','msg_id':5");
      assertThat(node.sent()).containsExactly(error(5, 12, "what: missing"));
      assertThat(node.logged())
          .singleElement()
          .asString()
          .startsWith("n1: what: missing: c1 -> n1");
    }

    @Test
    void withFieldsThatTheRecordDoesNotNameAreAnswered() {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive("c1", "'what':[5],'new':{'deep':[1]},'msg_id':5,'type':'ask'");
      assertThat(node.sent()).containsExactly(askOk(5));
    }

    @Test
    void twoHandlersForOneTypeAreAMistake() {
      node.node()
          .host(
              (cluster, on) -> {
                on.request(Ask.class, ask -> new AskOk(ask.what()));
                on.request(Ask.class, ask -> new AskOk(ask.what()));
              });
      node.receive("c1", INIT);
      assertThat(node.sent()).singleElement().asString().contains("two handlers for ask");
    }
  }

  @Nested
  class BadInput {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "hello",
          "[]",
          "{'src':'c1'}",
          "{'src':null,'dest':'n1','body':{'type':'ask','msg_id':1}}",
          "{'dest':'n1','body':{'type':'ask','msg_id':1}}",
          "{'src':'c1','dest':'n1','body':7}",
          "{'src':'c1','dest':'n1','body':{'type':'ask','msg_id':'1'}}",
          "{'src':'c1','dest':'n1','body':{'type':'tell'}}",
          "{'src':'c1','dest':'n1','body':{'type':'ask'}}",
          "{'src':'c1','dest':'n1','body':{'in_reply_to':1}}"
        })
    void thatNobodyCanBeToldOfIsLoggedInOneLineAndTheNodeGoesOn(String line) {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive(line);
      assertThat(node.sent()).isEmpty();
      assertThat(node.logged()).singleElement().asString().startsWith("n1: ").hasLineCount(1);
      ask(2);
      assertThat(node.sent()).containsExactly(askOk(2));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'src':'c1','dest':'n1','body':{'msg_id':3}}",
          "{'src':'c1','dest':'n1','body':{'type':7,'msg_id':3}}",
          "{'src':'c1','dest':7,'body':{'type':'ask','msg_id':3}}",
          "{'src':'c1','body':{'type':'ask','msg_id':3}}",
          "{'src':'c1','dest':'n1','body':{'type':'ask','msg_id':3}} trailing"
        })
    void thatAClientWaitsForIsAnswered(String line) {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive(line);
      assertThat(node.sent()).singleElement().asString().contains("'in_reply_to':3,'code':12");
      assertThat(node.logged()).hasSize(1);
    }

    @Test
    void ofAnySizeMakesOneShortLineInTheLog() {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive("c1", "'type':'tell','what':'" + "x".repeat(20 << 20) + "'");
      assertThat(node.logged()).singleElement().asString().hasSizeLessThan(300);
    }

    @Test
    void withLineBreaksMakesOneLineInTheLog() {
      node.started(asking(ask -> new AskOk(ask.what())));
      node.receive("c1", "'type':'tell\\nn2: a lie'");
      assertThat(node.logged()).singleElement().asString().hasLineCount(1);
    }

    @Test
    void inInvalidUtf8IsLogged() {
      node.started(asking(ask -> new AskOk(ask.what())));
      byte[] line =
          "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"?\"}}"
              .getBytes(StandardCharsets.US_ASCII);
      line[line.length - 4] = (byte) 0xc0;
      node.receive(line);
      assertThat(node.sent()).isEmpty();
      assertThat(node.logged()).singleElement().asString().contains("not JSON");
    }
  }

  @Nested
  class OwnRequests {
    private final List<String> outcomes = new ArrayList<>();

    private void request() {
      node.node()
          .request("n2", new Ask(Json.of(0)), AskOk.class)
          .whenComplete(
              (reply, failure) ->
                  outcomes.add(
                      failure == null
                          ? reply.answer().toString()
                          : RpcException.from(failure).code() + " " + failure.getMessage()));
    }

    private OwnRequests() {
      node.started((cluster, on) -> {});
    }

    private void reply(String body) {
      node.receive("n2", body);
    }

    @Test
    void areNotSettledByRepliesToAFormerLife() {
      List<Long> numbers = new ArrayList<>();
      for (long life = 0; life < 2; life++) {
        Transport transport =
            (dest, line, length) -> numbers.add(Codec.decode(line, 0, length).msgId());
        Node each = new Node(new TestScheduler(life), transport, text -> {});
        each.host((cluster, on) -> {});
        byte[] init =
            ("{'src':'c0','dest':'n1','body':{" + INIT + "}}").replace('\'', '"').getBytes(UTF_8);
        each.receive(Codec.decode(init, 0, init.length));
        each.request("n2", new Ask(Json.of(0)), AskOk.class);
      }
      numbers.removeIf(Objects::isNull);
      assertThat(numbers).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void areNumberedAndSettledByTheirReplies() {
      request();
      request();
      assertThat(node.sent())
          .containsExactly(
              "{'src':'n1','dest':'n2','body':{'type':'ask','msg_id':1,'what':0}}",
              "{'src':'n1','dest':'n2','body':{'type':'ask','msg_id':2,'what':0}}");
      reply("'type':'ask_ok','in_reply_to':2,'answer':22");
      reply("'type':'ask_ok','in_reply_to':1,'answer':11");
      assertThat(outcomes).containsExactly("22", "11");
    }

    @Test
    void leaveNothingBehindOnceSettled() {
      request();
      reply("'type':'ask_ok','in_reply_to':1,'answer':0");
      assertThat(scheduler.pending()).isZero();
    }

    @Test
    void failWithTheErrorThatWasSent() {
      request();
      reply("'type':'error','in_reply_to':1,'code':20,'text':'no such key'");
      assertThat(outcomes).singleElement().asString().startsWith("20 ").contains("no such key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'text':null", ",'text':7"})
    void failWithAnErrorThatHasNoText(String text) {
      request();
      reply("'type':'error','in_reply_to':1,'code':20" + text);
      assertThat(outcomes).singleElement().asString().startsWith("20 ");
    }

    @Test
    void failIfTheReplyIsOfAnotherType() {
      request();
      reply("'type':'tell_ok','in_reply_to':1");
      assertThat(outcomes).singleElement().asString().startsWith("13 expected ask_ok, not ");
    }

    @Test
    void failIfTheReplyDoesNotFit() {
      request();
      reply("'type':'ask_ok','in_reply_to':1");
      assertThat(outcomes).singleElement().asString().startsWith("13 ");
    }

    @Test
    void timeOutAndThenIgnoreTheReply() {
      request();
      scheduler.advance(Duration.ofSeconds(1));
      assertThat(outcomes).containsExactly("0 no reply from n2 within 1000 ms");
      reply("'type':'ask_ok','in_reply_to':1,'answer':0");
      assertThat(outcomes).hasSize(1);
    }

    private void replyTo(int number) {
      reply("'type':'ask_ok','answer':0,'in_reply_to':" + number);
    }

    /** The time-out of the next request, which gets no reply. */
    private void expectTimeout(int millis) {
      outcomes.clear();
      request();
      scheduler.advance(Duration.ofSeconds(10));
      assertThat(outcomes).containsExactly("0 no reply from n2 within " + millis + " ms");
    }

    @Test
    void waitASecondLongerThanRepliesTake() {
      for (int number = 1; number <= 50; number++) {
        request();
        scheduler.advance(Duration.ofMillis(500));
        replyTo(number);
      }
      assertThat(outcomes).hasSize(50).containsOnly("0");
      expectTimeout(1500);
    }

    @Test
    void learnFromAReplyThatComesTooLate() {
      request();
      scheduler.advance(Duration.ofMillis(1500));
      replyTo(1);
      expectTimeout(4500);
    }

    @Test
    void waitTwiceAsLongAfterSilenceHoweverManyExpireTogether() {
      for (int together = 0; together < 5; together++) {
        request();
        scheduler.advance(Duration.ofMillis(10));
      }
      scheduler.advance(Duration.ofSeconds(1));
      assertThat(outcomes).hasSize(5).containsOnly("0 no reply from n2 within 1000 ms");
      expectTimeout(2000);
      expectTimeout(4000);
    }

    @Test
    void thatAreMadeAgainAtOnceWaitLonger() {
      List<Duration> failures = new ArrayList<>();
      again(failures);
      scheduler.advance(Duration.ofSeconds(8));
      assertThat(failures)
          .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(7));
    }

    private void again(List<Duration> failures) {
      node.node()
          .request("n2", new Ask(Json.of(0)), AskOk.class)
          .whenComplete(
              (reply, failure) -> {
                failures.add(scheduler.now());
                again(failures);
              });
    }

    @Test
    void doNotWaitLongerForOneBecauseAnotherIsSilent() {
      node.node().request("n3", new Ask(Json.of(0)), AskOk.class);
      scheduler.advance(Duration.ofSeconds(1));
      expectTimeout(1000);
    }

    @Test
    void areForgottenAMinuteAfterTheirTimeout() {
      request();
      scheduler.advance(Duration.ofSeconds(61));
      assertThat(scheduler.pending()).isZero();
      replyTo(1);
      expectTimeout(2000);
    }

    @Test
    void ignoreASecondReplyAndOnesToNoRequest() {
      request();
      reply("'type':'ask_ok','in_reply_to':1,'answer':1");
      reply("'type':'ask_ok','in_reply_to':1,'answer':2");
      reply("'type':'ask_ok','in_reply_to':77,'answer':3");
      assertThat(outcomes).containsExactly("1");
      node.sent();
      assertThat(node.logged()).isEmpty();
    }
  }
}
