using System.CommandLine;

namespace VoltageToWiring.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class V2wCommand
{
    private const string Description = """
        v2w finds out, while a recording is still running, who is connected to whom from voltage imaging.

        Without a verb it runs a simulated live recording of 20 s: watch the wiring emerge.

        Start here:
          v2w                                        watch the simulated live recording
          v2w validate pipelines/reference.yaml      see what a pipeline would do, and what it takes
          v2w run pipelines/reference.yaml           run it: 10 min of recording as fast as possible
          v2w run pipelines/live.yaml --pace 4x --set source.simulate.imaging.spike_snr=10
          v2w calibrate pipelines/live.yaml --recordings 100    how often it errs, and how soon it finds
          v2w sweep pipelines/notebook.yaml          run it with many values of its keys, side by side
          v2w plan --rate "5 Hz" --snr 10            how long to record, before the experiment
          v2w study pipelines/latency-study.yaml     how long from exposure to decision, and what breaks first
          v2w info recording.nwb                     what a recording in a file is like; v2w convert makes another file of it
          v2w run pipelines/listen-tcp.yaml          wait for a recording that another program sends, and then
          v2w send pipelines/live.yaml --to tcp://127.0.0.1:5800    from a second terminal, send one
          v2w report results/live-… --figures pdf    the report of a run again, with its figures as files

        Exit codes: 0 ok, 1 the run failed, 2 bad usage, pipeline or input, 130 cancelled.
        """;

    public static RootCommand Create(TimeProvider time)
    {
        var root = new RootCommand(Description);
        var run = new RunCommand(time);
        root.Subcommands.Add(run.Command);
        root.Subcommands.Add(ValidateCommand.Create(time));
        root.Subcommands.Add(new CalibrateCommand(time).Command);
        root.Subcommands.Add(new SweepCommand(time).Command);
        root.Subcommands.Add(ReportCommand.Create());
        root.Subcommands.Add(new PlanCommand(time).Command);
        root.Subcommands.Add(new StudyCommand(time).Command);
        root.Subcommands.Add(new RecordCommand(time).Command);
        root.Subcommands.Add(InfoCommand.Create());
        root.Subcommands.Add(new ConvertCommand(time).Command);
        root.Subcommands.Add(new SendCommand(time).Command);
        root.Subcommands.Add(SchemaCommand.Create());
        root.SetAction((_, cancellation) => run.RunEmbeddedAsync(cancellation));
        return root;
    }
}
