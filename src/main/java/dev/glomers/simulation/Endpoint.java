package dev.glomers.simulation;

/** Whoever can be sent a message: a node, a service, a client. */
interface Endpoint {
  String id();

  void receive(Packet packet);
}
