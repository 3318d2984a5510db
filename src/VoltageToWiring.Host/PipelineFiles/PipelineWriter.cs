using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VoltageToWiring.Host.PipelineFiles;

/// <summary>Writes a pipeline back as YAML, with every key.</summary>
internal static class PipelineWriter
{
    /// <summary>A file or one of its sections as YAML, every key with its value.</summary>
    /// <param name="section">The section.</param>
    public static string Write(object section)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, section);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(IEmitter emitter, object value)
    {
        switch (value)
        {
            case LinkPlacesSetting { Stages: null }:
                emitter.Emit(new Scalar("all"));
                break;
            case LinkPlacesSetting { Stages.Count: 0 }:
                emitter.Emit(new Scalar("none"));
                break;
            case LinkPlacesSetting places:
                WriteList(emitter, places.Stages!);
                break;
            case GapsSetting { Gaps: var gaps }:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Flow));
                foreach (GapSection gap in gaps)
                    WriteSection(emitter, gap);
                emitter.Emit(new SequenceEnd());
                break;
            case RatesSection { Each: { } each }:
                WriteList(emitter, each.Select(rate => rate.Text));
                break;
            case AmplitudeSetting amplitude:
                emitter.Emit(new Scalar(amplitude.Text));
                break;
            case IReadOnlyList<Quantity> quantities:
                WriteList(emitter, quantities.Select(quantity => quantity.Text));
                break;
            case string or Quantity or Enum or IFormattable:
                emitter.Emit(new Scalar(ScalarText(value)));
                break;
            case var setting when KeyInfo.IsTextSetting(setting.GetType()):
                emitter.Emit(new Scalar((string)setting.GetType().GetProperty("Text")!.GetValue(setting)!));
                break;
            default:
                WriteSection(emitter, value);
                break;
        }
    }

    private static string ScalarText(object value) => value switch
    {
        string text => text,
        Quantity quantity => quantity.Text,
        Enum choice => KeyInfo.ValueName(choice),
        _ => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
    };

    private static void WriteSection(IEmitter emitter, object section)
    {
        emitter.Emit(new MappingStart());
        foreach (KeyInfo key in KeyInfo.Of(section.GetType()))
        {
            object? value = key.Property.GetValue(section) ?? (key.Attribute.OrNone ? "none" : null);
            if (value is null)
                continue;
            emitter.Emit(new Scalar(key.Name));
            Write(emitter, value);
        }
        emitter.Emit(new MappingEnd());
    }

    private static void WriteList(IEmitter emitter, IEnumerable<string> values)
    {
        emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Flow));
        foreach (string value in values)
            emitter.Emit(new Scalar(value));
        emitter.Emit(new SequenceEnd());
    }
}
