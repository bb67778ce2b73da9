package dev.glomers.simulation;

/** A receiver of messages: a node, a service or a client. */
interface Endpoint {
  String id();

  void receive(Packet packet);
}
