using System.Text.Json.Serialization;
using VoltageToWiring.Host.Calibration;

namespace VoltageToWiring.Host.Results;

/// <summary>How results are written, known when this is compiled: finding it out anew took a tenth of a second of every run.</summary>
[JsonSerializable(typeof(ResultsJson))]
[JsonSerializable(typeof(CalibrationJson))]
internal sealed partial class JsonContents : JsonSerializerContext;
