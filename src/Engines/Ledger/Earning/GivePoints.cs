using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Earning;

/// <summary>Gives a person what an act earns, by the rules; whoever gives it says that they saw it.</summary>
/// <param name="Event">The act.</param>
/// <param name="Key">This one act, such as the number of a list; event, key and person earn once.</param>
/// <param name="Person">Who did it.</param>
/// <param name="Place">Where.</param>
/// <param name="Day">On which local day, at most 31 days ago.</param>
/// <param name="Proof">Where the proof lies.</param>
public sealed record GivePoints(string Event, string Key, Guid Person, ScopePath Place, DateOnly Day, string? Proof = null) : ICommand<Earned>, IAudited
{
    string? IAudited.AuditSubject => $"{Event} {Key} {Person}";
}

internal sealed class GivePointsHandler(IEarning earning, CurrentCaller current) : IHandler<GivePoints, Earned>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/earnings", (GivePoints request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Grant).WithTags("Ledger").WithSummary("Give points for an act one saw 发放积分");

    public async Task<Result<Earned>> Handle(GivePoints request, CancellationToken cancel)
    {
        if (!current.Value.May(LedgerPermissions.Grant, request.Place))
            return LedgerProblems.NotYourPlace;
        if (current.Value.MayBe(request.Person))
            return Problem.Forbidden("ledger.own_points", "不能给自己发积分，请由同事办理。", "Nobody gives points to themselves: ask a colleague.");
        return await earning.Earn(
            new(request.Event, request.Key, request.Person, request.Place, request.Day) { Proof = request.Proof, Witnessed = true }, cancel);
    }
}
