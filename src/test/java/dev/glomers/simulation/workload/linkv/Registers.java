package dev.glomers.simulation.workload.linkv;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.Primary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node keeps all registers. */
class Registers extends Primary {
  final Map<Json, Json> values = new LinkedHashMap<>();

  Registers(Collaborators given) {
    super(given);
  }

  record Read(Json key) {}

  record ReadOk(Json value) {}

  record Write(Json key, Json value) {}

  record WriteOk() {}

  record Cas(Json key, Json from, Json to) {}

  record CasOk() {}

  @Override
  protected void started(Cluster cluster, Handlers on) {
    on.request(Read.class, this::answer);
    on.request(Write.class, this::answer);
    on.request(Cas.class, this::answer);
  }

  Object answer(Read read) {
    return ask(read, ReadOk.class, this::read);
  }

  Object answer(Write write) {
    return ask(write, WriteOk.class, this::write);
  }

  Object answer(Cas cas) {
    return ask(cas, CasOk.class, this::cas);
  }

  ReadOk read(Read read) {
    return new ReadOk(existing(values.get(read.key())));
  }

  WriteOk write(Write write) {
    put(write.key(), write.value());
    return new WriteOk();
  }

  CasOk cas(Cas cas) {
    Json value = existing(values.get(cas.key()));
    if (!value.equals(cas.from())) {
      throw new RpcException(ErrorCode.PRECONDITION_FAILED, value + ", not " + cas.from());
    }
    put(cas.key(), cas.to());
    return new CasOk();
  }

  void put(Json key, Json value) {
    values.put(key, value);
  }

  static Json existing(@Nullable Json value) {
    if (value == null) {
      throw new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "no such key");
    }
    return value;
  }
}
