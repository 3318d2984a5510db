using System.CommandLine;
using VoltageToWiring.Benchmarks;

var quick = new Option<bool>("--quick") { Description = "Short runs, less than two minutes; fails where a kernel is slower than it may be." };
var kernels = new Command("kernels", "Every kernel against its plain form and against what the machine can do.") { quick };
kernels.SetAction(parsed => KernelTable.Run(parsed.GetValue(quick), Console.Out) == 0 ? 0 : 1);
var root = new RootCommand("How fast the kernels and whole pipelines are, as ratios within one run.") { kernels };
return root.Parse(args).Invoke();
