using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Register.Keep;

/// <summary>Ends a tie to a home: somebody moved out, sold it, or never was there. The post that came with it ends at once.</summary>
/// <param name="Why">movedOut, sold or mistake; a death is recorded for the person.</param>
/// <param name="On">Local date of the last day; today when left out. Not ahead, not before it began.</param>
internal sealed record EndTie(TieEnd? Why, DateOnly? On = null) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>The tie.</summary>
    [JsonIgnore]
    public Guid Tie { get; init; }

    public string? AuditSubject => Tie.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Why is not (TieEnd.MovedOut or TieEnd.Sold or TieEnd.Mistake))
            yield return Problem.Invalid("why", "register.end_reason",
                "请选择原因：搬离、产权转移或登记有误；去世请在个人页登记。", "Say why: moved out, sold or a mistake; a death is recorded on the person's page.");
    }
}

internal sealed class EndTieHandler(TieFinder finder, RegisterBook book, Outbox outbox, TimeProvider time) : IHandler<EndTie, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/ties/{tie:guid}/end", (Guid tie, EndTie request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Tie = tie }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("End a tie to a home 结束住房关系");

    public async Task<Result<Done>> Handle(EndTie request, CancellationToken cancel)
    {
        var found = await finder.Running(request.Tie, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var tie = found.Value;
        if (request.Why == TieEnd.Sold && tie.Relation != HomeRelation.Owner)
            return Problem.Invalid("why", "register.only_owners_sell", "只有业主关系可以因产权转移结束。", "Only an owner's tie ends by a sale.");
        var now = Clock.Now(time);
        if (request.On is { } on && (on > LocalTime.DateOf(now) || on < LocalTime.DateOf(tie.From)))
            return Problem.Invalid("on", "register.end_range", "结束日期应在开始之后、今天以前。", "It ends after it began, and not ahead of today.");
        // A day in the past is over; of today nobody knows the hour, so it ends now.
        var at = request.On is { } day && day < LocalTime.DateOf(now) ? LocalTime.EndOfDay(day) : now;
        await book.End(tie, request.Why!.Value, at < now ? at : now, cancel);
        outbox.Add(RegisterChanged.At(tie));
        return Done.It;
    }
}
