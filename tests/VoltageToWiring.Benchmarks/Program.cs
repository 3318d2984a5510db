using System.CommandLine;
using VoltageToWiring.Benchmarks;

var quick = new Option<bool>("--quick") { Description = "Short runs, less than two minutes; fails where a kernel is slower than it may be." };
var folder = new Option<string>("--pipelines") { Description = "Where the pipeline files are.", DefaultValueFactory = _ => "pipelines" };
var v2w = new Option<string>("--v2w") { Description = "The program.", DefaultValueFactory = _ => "src/VoltageToWiring.Cli/bin/Release/net10.0/v2w" };
var only = new Option<string?>("--only") { Description = "Only cases whose name contains this." };
var pipeline = new Argument<string>("PIPELINE");
var set = new Option<string[]>("--set");

var kernels = new Command("kernels", "Every kernel against its plain form and against what the machine can do.") { quick, only };
kernels.SetAction(parsed => KernelTable.Run(parsed.GetValue(quick), parsed.GetValue(only), Console.Out) == 0 ? 0 : 1);
var pipelines = new Command("pipelines", "Whole pipelines, simulation and results included.") { folder };
pipelines.SetAction(parsed => PipelineTable.Run(parsed.GetValue(folder)!, Console.Out));
var scaling = new Command("scaling", "How the time for a recorded second grows with trains, targets, surrogates, frame rate and workers.") { folder };
scaling.SetAction(parsed => PipelineTable.Scale(parsed.GetValue(folder)!, Console.Out));
var predictions = new Command("predictions", "Memory and speed as v2w validate predicts them, beside what v2w run measures.") { folder, v2w, only };
predictions.SetAction(parsed => new PredictionTable(parsed.GetValue(v2w)!, parsed.GetValue(folder)!).Run(parsed.GetValue(only), Console.Out));
var python = new Option<string>("--python") { Description = "A Python with NumPy.", DefaultValueFactory = _ => "/usr/bin/python3" };
var carriers = new Command("carriers", "What carries batches from stage to stage: our links, and what else one could use.") { python };
carriers.SetAction((parsed, _) => CarrierTable.RunAsync(parsed.GetValue(python)!, Console.Out));
var one = new Command("one", "One pipeline, in figures.") { pipeline, set };
one.SetAction((parsed, _) => PipelineTable.RunOneAsync(parsed.GetValue(pipeline)!, parsed.GetValue(set) ?? [], Console.Out));

return await new RootCommand("How fast the kernels and whole pipelines are, as ratios within one run.") { kernels, pipelines, scaling, predictions, carriers, one }
    .Parse(args).InvokeAsync().ConfigureAwait(false);
