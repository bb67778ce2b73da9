package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.GossipConfig.Topology;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MembersTest {
  private static final Duration NOW = Duration.ofSeconds(1);

  private final Logs logs = new Logs(new Lives("n2.1"), false);
  private final Members leaf = members("n2", Topology.STAR);
  private final Members mesh = members("n2", Topology.MESH);

  private Members members(String self, Topology topology) {
    return new Members(
        new Cluster(self, List.of("n0", "n1", "n2", "n3")),
        Configs.with(GossipConfig.class, Diaries.config(topology, 100)),
        logs,
        NOW);
  }

  private static Peer peer(Members members, String id) {
    return Objects.requireNonNull(members.peer(id));
  }

  private static void silence(Peer peer) {
    peer.presence.ask(NOW);
    assertThat(peer.presence.silent(NOW.plusSeconds(10))).isTrue();
  }

  private static Map<String, Object> shown(Members members) {
    Map<String, Object> shown = new LinkedHashMap<>();
    members.show(shown);
    return shown;
  }

  @Test
  void theFirstNodeThatIsNotSuspectedIsTheHub() {
    assertThat(leaf.choose(NOW)).isFalse();
    assertThat(leaf.role().hub()).isEqualTo("n0");
    silence(peer(leaf, "n0"));
    assertThat(leaf.choose(NOW)).isTrue();
    assertThat(leaf.choose(NOW)).isFalse();
    assertThat(leaf.role().hub()).isEqualTo("n1");
    silence(peer(leaf, "n1"));
    assertThat(leaf.choose(NOW)).isTrue();
    assertThat(leaf.role().isHub()).isTrue();
    peer(leaf, "n0").presence.answered();
    assertThat(leaf.choose(NOW)).isTrue();
    assertThat(leaf.role().hub()).isEqualTo("n0");
  }

  @Test
  void aLeafDealsWithItsHubAndAHubWithAll() {
    assertThat(leaf.met()).extracting(Peer::id).containsExactly("n0");
    assertThat(leaf.guarded()).extracting(Peer::id).containsExactly("n0");
    assertThat(members("n0", Topology.STAR).guarded()).hasSize(3);
    assertThat(mesh.guarded()).hasSize(3);
  }

  @Test
  void whoIsNoMemberIsNoPeer() {
    assertThat(leaf.peer("n2")).isNull();
    assertThat(leaf.peer("c1")).isNull();
    assertThat(peer(leaf, "n3")).isSameAs(leaf.peer("n3"));
  }

  @Test
  void theOthersHaveTheirTurnsInTheirOrder() {
    assertThat(List.of(0, 1, 2, 3))
        .extracting(turn -> leaf.other(turn).id())
        .containsExactly("n0", "n1", "n3", "n0");
  }

  @Test
  void beforeANodeAreThoseOfTheNodesBeforeItThatAreNotSuspected() {
    assertThat(leaf.before()).extracting(Peer::id).containsExactly("n0", "n1");
    silence(peer(leaf, "n0"));
    assertThat(leaf.before()).extracting(Peer::id).containsExactly("n1");
  }

  @Test
  void oneIsLackingUntilAllThatAreGuardedHaveAll() {
    assertThat(mesh.lack(null)).isFalse();
    logs.add(Json.of("a"));
    assertThat(leaf.lack(peer(leaf, "n0"))).isFalse();
    peer(leaf, "n0").knowledge.acknowledged(1);
    assertThat(peer(leaf, "n3").knowledge.lacks()).isTrue();
    assertThat(leaf.lack(null)).isFalse();
    peer(mesh, "n0").knowledge.acknowledged(1);
    peer(mesh, "n1").knowledge.acknowledged(1);
    assertThat(mesh.lack(peer(mesh, "n3"))).isFalse();
    assertThat(mesh.lack(peer(mesh, "n0"))).isTrue();
    assertThat(mesh.lack(null)).isTrue();
  }

  @Test
  void aNodeShowsItsRoleAndWhomItSuspects() {
    assertThat(shown(mesh)).containsEntry("role", "one of a mesh");
    assertThat(shown(members("n0", Topology.STAR))).containsEntry("role", "hub");
    assertThat(shown(leaf))
        .containsEntry("role", "leaf of n0")
        .containsEntry("suspects", List.of());
    peer(leaf, "n1");
    silence(peer(leaf, "n0"));
    assertThat(shown(leaf)).containsEntry("suspects", List.of("n0"));
  }
}
