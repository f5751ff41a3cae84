using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Queue;

/// <summary>Says how it was (好差评), once, by the code at the counter or on the ticket.</summary>
/// <param name="Secret">Letters of the ticket.</param>
/// <param name="Stars">1–5.</param>
/// <param name="Text">What was good or bad, at most 300 characters.</param>
internal sealed record RateTicket(string? Secret, int Stars, string? Text = null) : ICommand<Done>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Stars is < 1 or > 5)
            yield return Problem.Invalid("stars", "hall.stars", "请选 1 到 5 颗星。", "Choose 1 to 5 stars.");
        if (Text is not null && !PlainText.TryClean(Text, 300, out _))
            yield return Problem.Invalid("text", "hall.rating_length", "最多 300 个字。", "At most 300 characters.");
    }
}

/// <summary>Ratings that need somebody to speak with the person within the hour and to put it right within a day (R07), the most pressing first.</summary>
/// <param name="Hall">Code of the hall.</param>
internal sealed record BadRatings(string? Hall) : IQuery<IReadOnlyList<BadRating>>;

/// <summary>A rating that waits.</summary>
/// <param name="Ticket">Id of the ticket.</param>
/// <param name="Number">What was called.</param>
/// <param name="Name">Masked.</param>
/// <param name="Stars">1 or 2.</param>
/// <param name="Text">What was bad.</param>
/// <param name="At">When they said it.</param>
/// <param name="ContactDue">Until when somebody speaks with them.</param>
/// <param name="SettleDue">Until when it is put right.</param>
/// <param name="ContactedAt">When somebody did.</param>
/// <param name="Account">Whom to tell.</param>
internal sealed record BadRating(Guid Ticket, string Number, string? Name, int Stars, string? Text, DateTimeOffset At, DateTimeOffset ContactDue, DateTimeOffset SettleDue, DateTimeOffset? ContactedAt, Guid? Account);

/// <summary>Writes down that somebody spoke with the person, or how it was put right.</summary>
/// <param name="Ticket">Id of the ticket.</param>
/// <param name="How">How it was put right, 2–300 characters; <c>null</c> for having spoken with them.</param>
internal sealed record FollowRating(Guid Ticket, string? How) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Ticket.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (How is not null && (!PlainText.TryClean(How, 300, out var how) || how.Length < 2))
            yield return Problem.Invalid("how", "hall.settled_how", "请写明怎样整改（2–300 个字），本人会看到。", "Say how it was put right (2 to 300 characters): the person reads it.");
    }
}

internal sealed class RateTicketHandler(LinliDb db, HallDesk desk, INotices notices, IPeople people)
    : IHandler<RateTicket, Done>, IHandler<BadRatings, IReadOnlyList<BadRating>>, IHandler<FollowRating, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/halls/tickets/{secret}/rating", (string secret, RateTicket request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Secret = secret }, cancel))
            .Needs(Access.Public).WithTags("Hall").WithSummary("Rate the service 好差评");
        api.MapGet("/halls/{hall}/ratings", (string hall, UseCaseRunner run, CancellationToken cancel) => run.Answer(new BadRatings(hall), cancel))
            .Needs(HallPermissions.Ratings).WithTags("Hall").WithSummary("Bad ratings that wait 差评跟进");
        api.MapPost("/halls/ratings/{id:guid}", (Guid id, FollowRating request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Ticket = id }, cancel))
            .Needs(HallPermissions.Ratings).WithTags("Hall").WithSummary("Follow a bad rating 差评整改");
    }

    public async Task<Result<Done>> Handle(RateTicket request, CancellationToken cancel)
    {
        // Whoever has the ticket rates what it was taken for; two at once, and the second finds it rated.
        if (request.Secret is not { Length: 16 } secret)
            return HallDesk.NoTicket;
        await db.LockUntilCommit($"hall.rating.{secret}", cancel);
        if (await db.Unfiltered<TicketRow>().SingleOrDefaultAsync(t => t.Secret == request.Secret, cancel) is not { } ticket)
            return HallDesk.NoTicket;
        if (desk.Caller.Account is { } me && me != ticket.Account && await desk.Works(await desk.Of(ticket.Hall, cancel), HallPermissions.Counter, cancel))
            return Problem.Forbidden("hall.rate_own", "请由办事的本人评价，窗口人员不能代评。", "Whoever was served rates it, and nobody of the hall for them.");
        if (ticket.State != TicketState.Done || ticket.EndedAt < desk.Now.AddDays(-7))
            return Problem.Conflict("hall.not_rateable", "办完后 7 天内可以评价。", "It can be rated for seven days after it is done.");
        if (ticket.Rating is not null)
            return Problem.Conflict("hall.rated", "您已经评价过了，谢谢。", "You have rated it already: thank you.");
        PlainText.TryClean(request.Text, 300, out var text);
        (ticket.Rating, ticket.RatingText, ticket.RatedAt) = (request.Stars, text.Length == 0 ? null : text, desk.Now);
        if (request.Stars <= 2)
            foreach (var keeper in (await people.StaffFor(ScopePath.Parse(ticket.Scope, null), [Posts.Operator, Posts.PartySecretary], cancel)).DistinctBy(m => m.Account))
                await notices.Tell(
                    keeper.Account, "hall.bad_rating", ("大厅收到差评", "A bad rating in the hall"), ($"{ticket.Number}：1 小时内回访，24 小时内整改。", $"{ticket.Number}: speak with them within the hour, put it right within a day."),
                    "/desk/hall/ratings", $"hall.bad.{ticket.Id:N}", cancel);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<BadRating>>> Handle(BadRatings request, CancellationToken cancel)
    {
        if (await desk.FindWhole(request.Hall, HallPermissions.Ratings, cancel) is not { } hall)
            return HallDesk.NoHall;
        var rows = await db.Unfiltered<TicketRow>().AsNoTracking().Where(t => t.Hall == hall.Id && t.Rating != null && t.Rating <= 2 && t.SettledAt == null).OrderBy(t => t.RatedAt).Take(200).ToListAsync(cancel);
        return rows.ConvertAll(t => new BadRating(t.Id, t.Number, t.Name, t.Rating!.Value, t.RatingText, t.RatedAt!.Value, t.RatedAt.Value.AddHours(1), t.RatedAt.Value.AddHours(24), t.ContactedAt, t.Account));
    }

    public async Task<Result<Done>> Handle(FollowRating request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"hall.rating.{request.Ticket:N}", cancel);
        if (await db.Scoped<TicketRow>(desk.Caller.ScopesFor(HallPermissions.Ratings)).SingleOrDefaultAsync(t => t.Id == request.Ticket && t.Rating <= 2, cancel) is not { } ticket)
            return HallDesk.NoTicket;
        ticket.ContactedAt ??= desk.Now;
        if (request.How is null || ticket.SettledAt is not null)
            return Done.It;
        PlainText.TryClean(request.How, 300, out var how);
        (ticket.SettledAt, ticket.SettledHow) = (desk.Now, how);
        if (ticket.Account is { } account)
            await notices.Tell(account, "hall.settled", ("您的评价已整改", "Your rating was acted on"), (how, how), $"/hall/t/{ticket.Secret}", $"hall.settled.{ticket.Id:N}", cancel);
        return Done.It;
    }
}
