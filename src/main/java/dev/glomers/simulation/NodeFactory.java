package dev.glomers.simulation;

import dev.glomers.runtime.Challenge;

/** Makes what a node runs, anew each time the node starts. */
@FunctionalInterface
public interface NodeFactory {
  Challenge create(Collaborators collaborators);
}
