using Linli.Platform.Results;

namespace Linli.Sensing.Send;

/// <summary>Attributes of a CloudEvent: <c>subject</c> may name the device, <c>time</c> the instant, where the data do not.</summary>
internal sealed class Envelope
{
    public string? Id { get; private set; }

    public string? Source { get; private set; }

    public string? Type { get; private set; }

    public string? Subject { get; private set; }

    public DateTimeOffset? Time { get; private set; }

    private string? Version { get; set; }

    private Problem? TimeFault { get; set; }

    public Problem? Fault => Version != "1.0" ? SendProblems.EventVersion
        : string.IsNullOrEmpty(Id) ? SendProblems.EventIncomplete
        : string.IsNullOrEmpty(Source) ? SendProblems.EventIncomplete with { Field = "source" }
        : string.IsNullOrEmpty(Type) ? SendProblems.EventIncomplete with { Field = "type" }
        : TimeFault;

    public void Set(string name, string value)
    {
        switch (name)
        {
            case "id":
                Id = value;
                break;
            case "source":
                Source = value;
                break;
            case "type":
                Type = value;
                break;
            case "subject":
                Subject = value;
                break;
            case "specversion":
                Version = value;
                break;
            case "time":
                // RFC 3339 always names its zone; what is written without one is eight hours off more often than not (R52).
                var read = DateTimeOffset.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at);
                var problem = !read ? SendProblems.AtUnreadable : Draft.NamesZone(System.Text.Encoding.UTF8.GetBytes(value)) ? null : SendProblems.AtWithoutZone;
                (Time, TimeFault) = (problem is null ? at.ToUniversalTime() : null, problem is null ? null : problem with { Field = "time" });
                break;
        }
    }
}
