package dev.pollux.cli;

import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads values. */
@Command(
        name = "read",
        description = "Reads values from the station that clients use now.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux read Intake.T100.Level CleanWater.T300.Level",
            "  pollux read @RM_MASTER_NAME Pollux/Redundancy/Term i=2258 --json",
            "",
            "A node is a tag, @..., Pollux/... or a NodeId like i=2258, ns=3;s=Name or nsu=urn:plant;s=Name.",
            "Exit codes: 0 all values are good, 1 a value is not, 2 no station answers, 64 wrong command line."
        })
final class Read implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "NODE", arity = "1..*", description = "Nodes to read.")
    private List<String> nodes = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Read() {}

    @Override
    public Integer call() {
        try (FailoverClient client = connection.open(Out.line(spec))) {
            NodeNames names = Answers.names(client, connection.timeout());
            List<DataValue> values = Answers.await(
                    client.read(nodes.stream().map(names::expanded).toList()), connection.timeout());
            print(values);
            return values.stream().allMatch(value -> value.statusCode().isGood()) ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void print(List<DataValue> values) {
        PrintWriter out = Out.of(spec);
        if (json) {
            List<Map<String, @Nullable Object>> content = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                content.add(ValueText.json(nodes.get(i), values.get(i)));
            }
            out.println(JsonLine.indented(content));
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            out.println(line(nodes.get(i), values.get(i)));
        }
    }

    /** One value as an operator reads it. */
    static String line(String node, DataValue value) {
        String text = ValueText.oneLine(node) + " = " + ValueText.text(value.value());
        return value.statusCode().isGood() ? text : text + "  [" + ValueText.status(value.statusCode()) + "]";
    }
}
