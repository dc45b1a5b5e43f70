package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicasTest {

  @Test
  void replicasOfTheNodeThatWasAskedAreCountedAlsoThoseThatHaveFailed() {
    String nodes =
        """
        a1 127.0.0.1:1@11 myself,master - 0 0 1 connected 0-5460
        b1 127.0.0.1:2@12 master - 0 0 2 connected 5461-16383
        a2 127.0.0.1:3@13 slave a1 0 0 1 connected
        a3 127.0.0.1:4@14 slave,fail a1 0 0 1 disconnected
        a4 :0@0 slave,fail,noaddr a1 0 0 1 disconnected
        b2 127.0.0.1:5@15 slave b1 0 0 2 connected
        """;

    assertThat(Replicas.ofMyself(nodes)).isEqualTo(2);
  }

  @Test
  void nodeWithoutReplicasHasNone() {
    assertThat(Replicas.ofMyself("a1 127.0.0.1:1@11 myself,master - 0 0 1 connected 0-16383\n"))
        .isZero();
  }
}
