using Linli.Platform.Ids;

namespace Linli.Sensing;

/// <summary>Id of an alarm (告警).</summary>
public readonly record struct AlarmId(Guid Value) : ITypedId<AlarmId>
{
    /// <inheritdoc/>
    public static AlarmId From(Guid value) => new(value);
}
