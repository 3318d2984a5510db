using System.Text.Json.Serialization;
using VoltageToWiring.Host.Calibration;
using VoltageToWiring.Host.Planning;
using VoltageToWiring.Host.Recorded;
using VoltageToWiring.Host.Studies;
using VoltageToWiring.Host.Studies.Measuring;
using VoltageToWiring.Host.Sweeps;

namespace VoltageToWiring.Host.Results;

/// <summary>How results are written, known when this is compiled: finding it out anew took a tenth of a second of every run.</summary>
[JsonSerializable(typeof(ResultsJson))]
[JsonSerializable(typeof(CalibrationJson))]
[JsonSerializable(typeof(SweepJson))]
[JsonSerializable(typeof(TimingJson))]
[JsonSerializable(typeof(DetectionModel))]
[JsonSerializable(typeof(PlanJson))]
[JsonSerializable(typeof(CellOrder))]
[JsonSerializable(typeof(CellTimes))]
[JsonSerializable(typeof(StudyJson))]
[JsonSerializable(typeof(RecordingFileJson))]
internal sealed partial class JsonContents : JsonSerializerContext;
