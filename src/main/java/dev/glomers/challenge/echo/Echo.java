package dev.glomers.challenge.echo;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Says back what it is told. */
@Singleton
@Named("echo")
public final class Echo implements Challenge {
  record EchoBody(Json echo) {}

  record EchoOk(Json echo) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    on.request(EchoBody.class, request -> new EchoOk(request.echo()));
  }
}
