package dev.glomers.runtime;

/** Where a node keeps its state, to have it again after it was killed. */
public enum Durability {
  /** Nowhere else: the state may be lost if the node is killed. */
  MEMORY,
  /** All of it, on the node's own disk. */
  DISK,
  /** The items that were added at the node, in {@code seq-kv}; not for consensus. */
  SEQ_KV,
  /** The same in {@code lin-kv}. */
  LIN_KV
}
