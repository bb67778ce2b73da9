package dev.glomers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.junit.jupiter.api.Test;

class BodyTest {
  record Add() {}

  record ListCommittedOffsetsOk() {}

  @JsonTypeName("txn")
  record Request() {}

  @Test
  void isNamedAfterItsRecord() {
    assertThat(Body.type(Add.class)).isEqualTo("add");
    assertThat(Body.type(ListCommittedOffsetsOk.class)).isEqualTo("list_committed_offsets_ok");
  }

  @Test
  void mayBeNamedOtherwise() {
    assertThat(Body.type(Request.class)).isEqualTo("txn");
  }
}
