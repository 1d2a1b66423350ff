package dev.pollux.cli;

import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows nodes as a tree. */
@Command(
        name = "browse",
        description = "Shows the nodes below a node as a tree.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux browse",
            "  pollux browse Pollux --depth 3",
            "  pollux browse i=2253 --depth 1 --json",
            "",
            "Exit codes: 0 shown, 2 no station answers, 64 wrong command line."
        })
final class Browse implements Callable<Integer> {
    private static final int DEPTH_MAX = 20;
    private static final int NODES_MAX = 100_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NODE",
            defaultValue = "i=85",
            description = "Where to begin. Default: the Objects folder.")
    private String node = "i=85";

    @Option(names = "--depth", defaultValue = "2", description = "Levels to show, 1 to 20. Default: ${DEFAULT-VALUE}.")
    private int depth = 2;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Browse() {}

    @Override
    public Integer call() {
        if (depth < 1 || depth > DEPTH_MAX) {
            throw new ParameterException(Out.line(spec), "--depth '" + depth + "' must be 1 to " + DEPTH_MAX);
        }
        try (FailoverClient client = connection.open(Out.line(spec))) {
            NodeNames names = Answers.names(client, connection.timeout());
            NodeId start = names.nodeId(node);
            Set<NodeId> seen = new HashSet<>(Set.of(start));
            List<Map<String, @Nullable Object>> tree = children(client, names, start, depth, seen);
            PrintWriter out = Out.of(spec);
            if (json) {
                out.println(JsonLine.indented(tree));
            } else {
                print(out, tree, "");
                if (seen.size() >= NODES_MAX) {
                    out.println("(only the first " + NODES_MAX + " nodes are shown)");
                }
            }
            return ExitCode.OK;
        }
    }

    private List<Map<String, @Nullable Object>> children(
            FailoverClient client, NodeNames names, NodeId parent, int levels, Set<NodeId> seen) {
        NamespaceTable table = new NamespaceTable();
        names.namespaces().stream().skip(1).forEach(table::add);
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (ReferenceDescription each : Answers.await(client.browse(parent.expanded()), connection.timeout())) {
            Optional<NodeId> id = each.getNodeId().toNodeId(table);
            // A node may hang below several others; it is opened only the first time, or a circle would never end.
            if (id.isEmpty() || seen.size() >= NODES_MAX) {
                continue;
            }
            Map<String, @Nullable Object> child = new LinkedHashMap<>();
            child.put("name", String.valueOf(each.getBrowseName().name()));
            child.put("class", String.valueOf(each.getNodeClass()));
            child.put("node", names.text(id.get()));
            child.put("nodeId", id.get().toParseableString());
            if (seen.add(id.get()) && levels > 1) {
                List<Map<String, @Nullable Object>> below = children(client, names, id.get(), levels - 1, seen);
                if (!below.isEmpty()) {
                    child.put("children", below);
                }
            }
            list.add(child);
        }
        return list;
    }

    private static void print(PrintWriter out, List<?> nodes, String indent) {
        for (Object each : nodes) {
            if (each instanceof Map<?, ?> node) {
                out.println(indent
                        + ValueText.oneLine(node.get("name") + "  (" + node.get("class") + ")  " + node.get("node")));
                if (node.get("children") instanceof List<?> children) {
                    print(out, children, indent + "  ");
                }
            }
        }
    }
}
