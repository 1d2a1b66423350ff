package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Child.Life;
import dev.pollux.cli.pair.StationReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** Pairs to be looked at. */
final class Views {
    static final int MASTER = 1;
    static final int STANDBY = 2;

    private Views() {}

    static PairView pair(StationView castor, StationView pollux) {
        return new PairView(List.of(castor, pollux), Life.RUNNING);
    }

    static StationView running(String name, int state) {
        StationReport report = StationReport.of(
                "opc.tcp://localhost:4840/pollux",
                OptionalInt.of(255),
                Map.of(
                        "@LocalMachineName", name,
                        "@RedundantServerState", UByte.valueOf(state),
                        "StateReason", "both started together and this station goes first",
                        "DevicesConnected", UInteger.valueOf(2),
                        "DevicesConfigured", UInteger.valueOf(2)));
        return new StationView(name, report.url(), Life.RUNNING, Optional.of(report), "");
    }

    static StationView killed(String name) {
        return new StationView(name, "opc.tcp://localhost:4841/pollux", Life.KILLED, Optional.empty(), "gone");
    }
}
