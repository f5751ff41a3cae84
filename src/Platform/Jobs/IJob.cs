namespace Linli.Platform.Jobs;

/// <summary>Work that comes round again and again. Looks at the injected clock, never at how often it ran.</summary>
public interface IJob
{
    /// <summary>Does what is due now.</summary>
    Task Run(CancellationToken cancel);
}

internal sealed record JobPlan(string Name, Type Type, TimeSpan Every);
