using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Pairings;

/// <summary>One of a pair notes that they were in touch: read by the two and the coordinator.</summary>
/// <param name="Id">Which pairing.</param>
/// <param name="On">Local day; today when left out.</param>
/// <param name="Way">How.</param>
/// <param name="Went">1–5: how it went.</param>
/// <param name="Text">2–500 characters; encrypted.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record LogContact(Guid Id, DateOnly? On, ContactWay Way, int Went, string? Text, string? IdempotencyKey = null) : ICommand<Done>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (Went is < 1 or > 5)
            yield return Problem.Invalid("went", "pairings.went", "请选 1–5：这次怎么样。", "Choose 1 to 5: how it went.");
        if (VisitText(Text) is { } text)
            yield return text;
    }

    private static Problem? VisitText(string? text) => Visits.VisitRules.Text(text, 500, "text", "请写一句做了什么", "Say what you did");
}

internal sealed class LogContactHandler(LinliDb db, CurrentCaller current, FieldCipher cipher, TimeProvider time) : IHandler<LogContact, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/pairings/{id:guid}/contacts", (Guid id, LogContact request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(NeighboursPermissions.Pair).WithTags("pairings").WithSummary("Note a contact 联系记录");

    public async Task<Result<Done>> Handle(LogContact request, CancellationToken cancel)
    {
        var me = current.Value.Account!.Value;
        if (await PairDesk.Mine(db, request.Id, me, cancel) is not { State: PairState.Active } pair)
            return PairDesk.NotFound;
        var now = Clock.Now(time);
        var on = request.On ?? LocalTime.DateOf(now);
        if (on > LocalTime.DateOf(now) || on < LocalTime.DateOf(pair.FirstAgreedAt > pair.SecondAgreedAt ? pair.FirstAgreedAt.Value : pair.SecondAgreedAt ?? pair.At))
            return Problem.Invalid("on", "pairings.on", "日期须在结对之后，且不晚于今天。", "The day lies after the pairing began, and not in the future.");
        db.Records<PairContact>().Add(new() { Id = Guid.CreateVersion7(now), Pair = pair.Id, By = me, On = on, Way = request.Way, Went = request.Went, Text = cipher.Seal(Clean(request.Text, 500)), At = now });
        var at = LocalTime.StartOfDay(on);
        pair.LastContactAt = pair.LastContactAt > at ? pair.LastContactAt : at;
        return Done.It;
    }
}
