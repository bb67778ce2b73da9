package dev.glomers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyTest {
  record Add() {}

  record ListCommittedOffsetsOk() {}

  record TxnBody() {}

  @Test
  void isNamedAfterItsRecord() {
    assertThat(Body.type(Add.class)).isEqualTo("add");
    assertThat(Body.type(ListCommittedOffsetsOk.class)).isEqualTo("list_committed_offsets_ok");
  }

  @Test
  void doesNotSayThatItIsOne() {
    assertThat(Body.type(TxnBody.class)).isEqualTo("txn");
  }
}
