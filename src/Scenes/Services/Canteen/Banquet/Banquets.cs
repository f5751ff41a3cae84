using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Banquet;

/// <summary>Asks about menus and wishes for a day in a banquet room (家宴咨询). The canteen answers; the room itself is booked like every other room.</summary>
/// <param name="Site">Code of the banquet site.</param>
/// <param name="Day">Local day, after today, within a year.</param>
/// <param name="Guests">How many, 1 to 500.</param>
/// <param name="Text">What it is for and what is wished, 2–300 characters.</param>
/// <param name="IdempotencyKey">Sent again, it is the same question.</param>
public sealed record AskBanquet(string Site, DateOnly Day, int Guests, string Text, string? IdempotencyKey = null) : ICommand<Guid>, IValidated, IRepeatable, IAudited
{
    string? IAudited.AuditSubject => Site;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Guests is < 1 or > 500)
            yield return Problem.Invalid("guests", "canteen.guests", "人数应为 1–500。", "Guests are 1 to 500.");
        if (Text.Trim().Length is < 2 or > 300)
            yield return Problem.Invalid("text", "canteen.banquet_text", "请写明用途和要求（2–300 字）。", "Say what it is for in 2 to 300 characters.");
    }
}

internal sealed class AskBanquetHandler(LinliDb db, CanteenTill till, CurrentCaller current) : IHandler<AskBanquet, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/banquets", (AskBanquet request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("Ask for a banquet room 家宴咨询");

    public async Task<Result<Guid>> Handle(AskBanquet request, CancellationToken cancel)
    {
        if (await till.AnySite(request.Site, cancel) is not { Kind: SiteKind.Banquet } site)
            return CanteenTill.NoSite;
        if (request.Day <= till.Today || request.Day > till.Today.AddYears(1))
            return Problem.Invalid("day", "canteen.banquet_day", "请选择明天起一年内的日期。", "Choose a day from tomorrow on, within a year.");
        var row = new BanquetEnquiry
        {
            Id = Guid.CreateVersion7(till.Now), Site = site.Id, Scope = site.Scope, Account = current.Value.Account!.Value, Day = request.Day, Guests = request.Guests, Text = request.Text.Trim(), At = till.Now,
        };
        db.Insert(row);
        return row.Id;
    }
}

/// <summary>Answers a question about a banquet room; whoever asked hears of it.</summary>
/// <param name="Answer">2–300 characters.</param>
public sealed record AnswerBanquet(string Answer) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which question.</summary>
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Answer.Trim().Length is < 2 or > 300)
            yield return Problem.Invalid("answer", "canteen.banquet_answer", "请写答复（2–300 字）。", "Answer in 2 to 300 characters.");
    }
}

internal sealed class AnswerBanquetHandler(LinliDb db, CanteenTill till, INotices notices, CurrentCaller current) : IHandler<AnswerBanquet, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/banquets/{id:guid}/answer", (Guid id, AnswerBanquet request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(CanteenPermissions.Manage).WithTags("Canteen").WithSummary("Answer a question about a banquet room 答复家宴咨询");

    public async Task<Result<Done>> Handle(AnswerBanquet request, CancellationToken cancel)
    {
        if (await db.Scoped<BanquetEnquiry>(current.Value.ScopesFor(CanteenPermissions.Manage)).SingleOrDefaultAsync(b => b.Id == request.Id, cancel) is not { } row)
            return Problem.NotFound("canteen.banquet_not_found", "没有找到这条咨询。", "This question was not found.");
        (row.Answer, row.AnsweredAt) = (request.Answer.Trim(), till.Now);
        await notices.Tell(row.Account, "canteen.banquet", ("家宴咨询有答复", "Your question about the banquet room"), (row.Answer, row.Answer), "/canteen/banquet", $"banquet-{row.Id:N}-{till.Now.Ticks}", cancel);
        return Done.It;
    }
}

/// <summary>Questions of the caller, or those of the places they keep canteens of.</summary>
internal sealed record ListBanquets(bool Mine) : IQuery<IReadOnlyList<BanquetLine>>;

/// <summary>A question with its answer.</summary>
internal sealed record BanquetLine(Guid Id, Phrase Site, DateOnly Day, int Guests, string Text, DateTimeOffset At, string? Answer);

internal sealed class ListBanquetsHandler(LinliDb db, CurrentCaller current) : IHandler<ListBanquets, IReadOnlyList<BanquetLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/canteen/banquets", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListBanquets(true), cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("My questions about banquet rooms 我的家宴咨询");
        api.MapGet("/canteen/banquets/waiting", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListBanquets(false), cancel))
            .Needs(CanteenPermissions.Manage).WithTags("Canteen").WithSummary("Questions about banquet rooms 家宴咨询");
    }

    public async Task<Result<IReadOnlyList<BanquetLine>>> Handle(ListBanquets request, CancellationToken cancel)
    {
        var me = current.Value.Account;

        // One's own, or of one's places.
        var rows = request.Mine ? db.Unfiltered<BanquetEnquiry>().Where(b => b.Account == me) : db.Scoped<BanquetEnquiry>(current.Value.ScopesFor(CanteenPermissions.Manage));
        return (await rows.AsNoTracking().Join(db.Unfiltered<CanteenSite>(), b => b.Site, s => s.Id, (b, s) => new { b, s }).OrderByDescending(x => x.b.At).Take(50).ToListAsync(cancel))
            .ConvertAll(x => new BanquetLine(x.b.Id, x.s.Name, x.b.Day, x.b.Guests, x.b.Text, x.b.At, x.b.Answer));
    }
}
