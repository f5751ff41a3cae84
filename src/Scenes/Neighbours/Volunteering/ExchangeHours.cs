using System.Text.Json.Serialization;
using Linli.Ledger;
using Linli.Neighbours.Friends;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Volunteering;

/// <summary>
/// Asks for hours back as service for an elder (时间银行兑换, R20): for oneself or a direct relative of 60 and older. Those of 80
/// and older who live alone come first, and may ask the common pool where they have no hours. Hours never become money.
/// </summary>
/// <param name="Service">What is needed, 2–60 characters.</param>
/// <param name="Note">What should be known, at most 300 characters; encrypted, for the volunteer and whoever matches.</param>
/// <param name="StartsAt">When.</param>
/// <param name="Minutes">30–480, in steps of 30.</param>
/// <param name="Elder">A relative the caller may act for; oneself when left out.</param>
/// <param name="FromPool">From the common pool, where neither has enough hours of their own.</param>
/// <param name="Kin">How the elder is related to the caller; needed for somebody else than oneself.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record AskForHours(
    string? Service, string? Note, DateTimeOffset? StartsAt, int Minutes, Guid? Elder = null, bool FromPool = false, ElderKin? Kin = null, string? IdempotencyKey = null)
    : ICommand<HoursAsked>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (Text(Service, 60, "service", "请写明需要什么服务", "Say what is needed") is { } service)
            yield return service;
        if (Note?.Length > 300)
            yield return Problem.Invalid("note", "volunteer.note", "补充说明最多 300 个字。", "A note has at most 300 characters.");
        if (Minutes is < 30 or > 480 || Minutes % 30 != 0)
            yield return Problem.Invalid("minutes", "volunteer.exchange_minutes", "时长为半小时的整数倍，最多 8 小时。", "Half hours, 8 hours at most.");
        if (StartsAt is null)
            yield return Problem.Invalid("startsAt", "volunteer.exchange_when", "请填写什么时候需要。", "Say when.");
    }
}

/// <summary>A request that was made.</summary>
internal sealed record HoursAsked(Guid Id, string Number, bool First);

/// <summary>Takes a request back; what was set aside is free again.</summary>
internal sealed record TakeBackRequest(Guid Id) : ICommand<Done>;

/// <summary>Finds a volunteer for a request.</summary>
/// <param name="Volunteer">Number of the volunteer, ZY-000123.</param>
internal sealed record MatchRequest(string? Volunteer) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>Says that a service was given: so many minutes go from the one's time bank into the other's.</summary>
/// <param name="Minutes">What was really given, at most what was asked.</param>
/// <param name="Word">How it was confirmed, 2–200 characters.</param>
internal sealed record CompleteRequest(int Minutes, string? Word) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {Minutes}";

    public IEnumerable<Problem> Problems()
    {
        if (Minutes < 1)
            yield return Problem.Invalid("minutes", "volunteer.minutes", "时长应大于 0。", "Give more than 0 minutes.");
        if (Text(Word, 200, "word", "请写明怎么确认的", "Say how it was confirmed") is { } word)
            yield return word;
    }
}

internal sealed class ExchangeHoursHandler(
    LinliDb db, CurrentCaller current, VolunteerReach reach, HoursBook hours, ILedger ledger, ICareLists care, IActingFor acting, IScopeTree tree, INotices notices, Counters counters, FieldCipher cipher,
    TimeProvider time)
    : IHandler<AskForHours, HoursAsked>, IHandler<TakeBackRequest, Done>, IHandler<MatchRequest, Done>, IHandler<CompleteRequest, Done>, IUseCase
{
    private const string Poster = TimeBankTransfers.Name;
    private const int MostOpen = 3;
    private static readonly Problem notFound = Problem.NotFound("volunteer.request_not_found", "没有找到这个兑换申请。", "This request was not found.");
    private static readonly Problem moved = Problem.Conflict("volunteer.request_moved", "这个申请的状态已变，请刷新。", "This request has moved on: reload.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/volunteering/requests", (AskForHours request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("Ask for hours as service for an elder 时间银行兑换");
        api.MapDelete("/volunteering/requests/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new TakeBackRequest(id), cancel))
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("Take a request back");
        api.MapPost("/volunteering/requests/{id:guid}/match", (Guid id, MatchRequest request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Find a volunteer for a request 匹配志愿者");
        api.MapPost("/volunteering/requests/{id:guid}/complete", (Guid id, CompleteRequest request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("The service was given: hours move 服务完成，划转时长");
    }

    public async Task<Result<HoursAsked>> Handle(AskForHours request, CancellationToken cancel)
    {
        if (current.Value is not { Person: { } me, Account: { } account } || Residence.Of(current.Value, tree) is not { } home)
            return VolunteerProblems.NoPerson;
        var now = Clock.Now(time);
        if (request.StartsAt <= now || request.StartsAt > now.AddDays(60))
            return Problem.Invalid("startsAt", "volunteer.exchange_when", "时间须在现在之后 60 天以内。", "It lies within the next 60 days.");
        var whom = await reach.Whom(request.Elder, cancel);
        if (!whom.Ok)
            return whom.As<HoursAsked>();
        var elder = whom.Value;
        if (elder.Person != me && request.Kin is null or ElderKin.Self)
            return Problem.Invalid("kin", "volunteer.kin", "时长只用于本人、配偶、父母或祖父母，请选择老人是您的谁。", "Hours are for oneself, spouse, parents or grandparents: say who the elder is to you.");
        // Their requests are counted, and their hours looked at, one after the other.
        await db.LockUntilCommit($"volunteer.elder.{elder.Person}", cancel);
        if (await db.Unfiltered<HoursExchange>().CountAsync(r => r.Elder == elder.Person && (r.State == ExchangeState.Asked || r.State == ExchangeState.Matched), cancel) >= MostOpen)
            return Problem.Conflict("volunteer.requests_enough", $"这位老人已有 {MostOpen} 个申请在办，完成后再提新的。", $"{MostOpen} requests for this elder are under way: ask again when one is done.");
        var day = LocalTime.DateOf(request.StartsAt!.Value);
        var rule = await hours.Rule(home.Community.Path, day, cancel);
        int? age = (await care.Facts(elder.Person, cancel))?.Born is { } born && born <= day ? LocalTime.AgeOn(born, day) : null;
        if (age is null || age < rule.ElderAge)
            return Problem.Forbidden("volunteer.elder_age", $"时长用于年满 {rule.ElderAge} 周岁的本人或直系亲属。", $"Hours are used for oneself or a direct relative of {rule.ElderAge} and older.");
        var first = age >= rule.FirstAge && (await care.GroupsOf(elder.Person, cancel)).Any(VolunteerRules.Alone.Contains);
        if (request.FromPool && !first)
            return Problem.Forbidden("volunteer.pool_first", $"公益时间池只用于年满 {rule.FirstAge} 周岁的独居老人。", $"The common pool is for elders of {rule.FirstAge} and older who live alone.");
        if (request.FromPool && (await Stored(me, cancel) >= request.Minutes || await Stored(elder.Person, cancel) >= request.Minutes))
            return Problem.Conflict("volunteer.own_first", "自己存的时长够用，请先用自己的；公益时间池留给没有时长的老人。", "There are enough hours of your own: the common pool is for elders who have none.");
        var row = new HoursExchange
        {
            Id = Guid.CreateVersion7(now), Number = ShortNumber.For("SJYH", LocalTime.DateOf(now), (int)await counters.Next(db, "neighbours.hours-exchange", cancel)).ToString(), Scope = home.Community.Path.Value,
            Giver = me, Elder = elder.Person, Kin = elder.Person == me ? ElderKin.Self : request.Kin!.Value, Account = account, Service = Clean(request.Service, 60), Note = Clean(request.Note, 300) is { Length: > 0 } note ? cipher.Seal(note) : null,
            StartsAt = Clock.ToMicroseconds(request.StartsAt.Value), Minutes = request.Minutes, First = first, FromPool = request.FromPool, State = ExchangeState.Asked, At = now,
        };
        var source = request.FromPool ? await hours.Pool(cancel) : await hours.Wallet(me, cancel);
        var hold = await ledger.Hold(
            new(source, Amount.Of(new VolunteerMinutes(request.Minutes)), row.StartsAt.AddDays(30), Poster, row.Id.ToString("N"), ($"时间银行：{row.Service}", $"Time bank: {row.Service}")) { Subject = row.Number }, cancel);
        if (!hold.Ok)
            return hold.Problem.Code == "ledger.insufficient"
                ? Problem.Conflict("volunteer.hours_short", request.FromPool ? "公益时间池里的时长不够，请联系社区。" : "您存的时长不够。", request.FromPool ? "The common pool has not enough hours: ask the community." : "You have not stored enough hours.")
                : hold.As<HoursAsked>();
        row.Hold = hold.Value;
        db.Insert(row);
        if (elder.For is { } other)
            acting.Record(other, FamilyMatters.Book, row.Id.ToString(), ($"用志愿时长预约：{row.Service}", $"Asked for with volunteer hours: {row.Service}"), "/volunteering/hours");
        return new HoursAsked(row.Id, row.Number, first);
    }

    public async Task<Result<Done>> Handle(TakeBackRequest request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"volunteer.request.{request.Id}", cancel);
        var me = current.Value.Person;
        // One's own, or that of one's places.
        if (await db.Scoped<HoursExchange>(current.Value.ScopesFor(VolunteerPermissions.Desk), r => r.Giver == me).SingleOrDefaultAsync(r => r.Id == request.Id, cancel) is not { } row)
            return notFound;
        if (row.State == ExchangeState.Cancelled)
            return Done.It;
        if (row.State == ExchangeState.Done)
            return moved;
        // By then the volunteer may have served: somebody who does not gain by it looks.
        if (row.State == ExchangeState.Matched && row.StartsAt <= Clock.Now(time) && (!current.Value.May(VolunteerPermissions.Desk, row.Scope) || current.Value.MayBe(row.Giver) || current.Value.MayBe(row.Elder)))
            return Problem.Conflict("volunteer.request_begun", "服务时间已到，由社区与志愿者核实后完成或取消。", "Its time has come: the community asks the volunteer, and completes or cancels it.");
        row.State = ExchangeState.Cancelled;
        foreach (var account in new[] { row.VolunteerAccount, row.Account }.OfType<Guid>().Where(a => a != current.Value.Account))
            await notices.Tell(account, "volunteer.request", ("时间银行的预约取消了", "A time-bank request was taken back"), (row.Service, row.Service), "/volunteering/hours", $"hours-cancelled:{row.Id}", cancel);
        return row.Hold is { } hold ? await ledger.Release(hold, cancel) : Done.It;
    }

    public async Task<Result<Done>> Handle(MatchRequest request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"volunteer.request.{request.Id}", cancel);
        if (await db.Scoped<HoursExchange>(current.Value.ScopesFor(VolunteerPermissions.Desk)).SingleOrDefaultAsync(r => r.Id == request.Id, cancel) is not { } row)
            return notFound;
        if (row.State is not (ExchangeState.Asked or ExchangeState.Matched))
            return moved;
        var number = request.Volunteer?.Trim().ToUpperInvariant();
        // Whoever knows the number was given it by its owner.
        if (await db.Unfiltered<Volunteer>().AsNoTracking().SingleOrDefaultAsync(v => v.Number == number, cancel) is not { } volunteer || volunteer.Person == row.Giver || volunteer.Person == row.Elder)
            return Problem.Invalid("volunteer", "volunteer.leader", "没有这位志愿者，或就是申请人本人；请填写志愿者编号，如 ZY-000123。", "There is no such volunteer, or it is the one who asks: give a number such as ZY-000123.");
        (row.State, row.Volunteer, row.VolunteerAccount, row.MatchedBy) = (ExchangeState.Matched, volunteer.Person, volunteer.Account, current.Value.Account);
        var at = LocalTime.ToLocal(row.StartsAt);
        foreach (var account in new[] { volunteer.Account, row.Account })
            await notices.Tell(account, "volunteer.request", ("时间银行：已匹配志愿者", "Time bank: a volunteer was found"), ($"{at:MM-dd HH:mm} {row.Service}", $"{at:MM-dd HH:mm} {row.Service}"),
                "/volunteering/hours", $"hours-matched:{row.Id}:{volunteer.Number}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CompleteRequest request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"volunteer.request.{request.Id}", cancel);
        if (await db.Scoped<HoursExchange>(current.Value.ScopesFor(VolunteerPermissions.Desk)).SingleOrDefaultAsync(r => r.Id == request.Id, cancel) is not { } row)
            return notFound;
        if (row is not { State: ExchangeState.Matched, Volunteer: { } volunteer, Hold: { } hold })
            return moved;
        if (current.Value.MayBe(volunteer) || current.Value.MayBe(row.Giver))
            return Problem.Forbidden("volunteer.own_hours", "自己的时长由同事确认。", "A colleague confirms your own hours.");
        if (row.StartsAt > Clock.Now(time))
            return Problem.Conflict("volunteer.not_begun", "还没到服务时间。", "Its time has not come yet.");
        if (request.Minutes > row.Minutes)
            return Problem.Invalid("minutes", "volunteer.minutes_long", $"最多 {row.Minutes} 分钟。", $"{row.Minutes} minutes at most.");
        await hours.LockHours(volunteer, cancel);
        if (await hours.Free(volunteer, row.Id, row.StartsAt, row.StartsAt.AddMinutes(request.Minutes), cancel) is var free && request.Minutes > free)
            return VolunteerProblems.Recorded(free);
        var place = ScopePath.Parse(row.Scope, null);
        // Hours are not handed on: those that were used go back to where hours come from, and the volunteer is given new ones.
        var source = row.FromPool ? await hours.Pool(cancel) : await hours.Wallet(row.Giver, cancel);
        var issuer = await hours.Issuer(place, cancel);
        var memo = new Phrase($"时间银行：{row.Service}", $"Time bank: {row.Service}");
        var served = new VolunteerMinutes(request.Minutes);
        var used = await ledger.Capture(
            new(hold, new(Poster, $"{row.Id:N}.used", "volunteer.exchange", memo, [Entry.From(source, served), Entry.To(issuer, served)]) { Subject = row.Number }), cancel);
        if (!used.Ok)
            return used.As<Done>();
        var wallet = await hours.Wallet(volunteer, cancel);
        var rule = await hours.Rule(place, LocalTime.DateOf(row.StartsAt), cancel);
        var (own, rest) = VolunteerRules.Split(request.Minutes, (await ledger.Balance(wallet, cancel)).Posted, rule.CapMinutes, team: false);
        var entries = new List<Entry> { Entry.From(issuer, served) };
        if (own > 0)
            entries.Add(Entry.To(wallet, new VolunteerMinutes(own)));
        if (rest > 0)
            entries.Add(Entry.To(await hours.Pool(cancel), new VolunteerMinutes(rest)));
        var given = await ledger.Post(new(Poster, $"{row.Id:N}.given", "volunteer.time", memo, entries) { Subject = row.Number }, cancel);
        if (!given.Ok)
            return given.As<Done>();

        (row.UsedTransfer, row.GivenTransfer) = (used.Value.Id, given.Value.Id);
        (row.State, row.Served, row.Donated, row.Word, row.DoneAt) = (ExchangeState.Done, request.Minutes, rest, Clean(request.Word, 200), Clock.Now(time));
        foreach (var account in new[] { row.VolunteerAccount, row.Account }.OfType<Guid>())
            await notices.Tell(account, "volunteer.request", ("时间银行：服务已完成", "Time bank: the service was given"),
                ($"{row.Service}：{VolunteerWords.Minutes(request.Minutes).Zh}", $"{row.Service}: {VolunteerWords.Minutes(request.Minutes).En}"), "/volunteering/hours", $"hours-done:{row.Id}", cancel);
        return Done.It;
    }

    private async Task<long> Stored(Guid person, CancellationToken cancel) =>
        await ledger.Find(AccountOwner.Person(person), LedgerUnit.VolunteerMinutes, NewAccount.Wallet, cancel) is { } wallet ? (await ledger.Balance(wallet, cancel)).Available ?? 0 : 0;
}
