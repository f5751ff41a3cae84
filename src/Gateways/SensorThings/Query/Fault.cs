using Linli.Platform.Results;

namespace Linli.SensorThings.Query;

/// <summary>A request that cannot be understood or answered; caught where requests come in.</summary>
internal sealed class Fault(Problem problem) : Exception
{
    public Problem Problem => problem;

    public static Fault Of(string field, string zh, string en) => new(Problem.Invalid(field, "sensorthings.bad_request", zh, en));

    public static Fault NotFound() => new(Problem.NotFound("sensorthings.not_found", "没有这个实体，或您无权查看。", "There is no such entity, or you may not see it."));
}
