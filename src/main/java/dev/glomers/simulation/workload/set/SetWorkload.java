package dev.glomers.simulation.workload.set;

import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.GrowingSet;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;

/** A set to which all nodes add. */
public final class SetWorkload extends GrowingSet {
  public SetWorkload(Setting setting) {
    super(setting, Add::new, add -> ((Add) add).element(), AddOk.class, new Read(), "value");
  }

  record Add(int element) implements JepsenForm {
    @Override
    public Object invoked() {
      return element;
    }
  }

  record AddOk() {}

  record Read() implements ReadForm {}

  /** Maelstrom's set client treats definite errors like all others. */
  @Override
  public Outcome failed(Record operation, RpcException failure) {
    return Outcome.INFO;
  }
}
