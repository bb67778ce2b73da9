package dev.glomers.simulation;

import dev.glomers.runtime.Challenge;

/** Creates a node's challenge, anew each time the node starts. */
@FunctionalInterface
public interface NodeFactory {
  Challenge create(Collaborators collaborators);
}
