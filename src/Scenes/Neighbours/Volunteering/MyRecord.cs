using System.Security.Cryptography;
using Linli.Ledger;
using Linli.Neighbours.Friends;
using Linli.People;
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

namespace Linli.Neighbours.Volunteering;

/// <summary>The caller's record as a volunteer (志愿服务记录).</summary>
internal sealed record MyRecord : IQuery<VolunteerRecord>;

/// <summary>Everything somebody did as a volunteer.</summary>
/// <param name="Minutes">Given in all.</param>
/// <param name="Stored">What lies in their time bank now.</param>
/// <param name="Donated">What went to the common pool.</param>
/// <param name="Cap">What one person stores at most, in minutes.</param>
/// <param name="Lines">Each activity, the newest first.</param>
/// <param name="Certificates">Certificates made.</param>
/// <param name="Months">Minutes of the last six months, the oldest first.</param>
internal sealed record VolunteerRecord(
    long Minutes, long Stored, long Donated, int Cap, IReadOnlyList<RecordLine> Lines, IReadOnlyList<CertificateLine> Certificates, IReadOnlyList<MonthOfHours> Months);

/// <summary>One activity of a record, or one service of the time bank, which has no activity.</summary>
internal sealed record RecordLine(Guid? Activity, string Title, DateTimeOffset StartsAt, int Minutes, int Donated, long Points, Phrase? Why, string? Word, string? Forged);

/// <summary>A certificate of one's own.</summary>
internal sealed record CertificateLine(string Number, string Code, DateOnly From, DateOnly Until, long Minutes, int Activities, DateTimeOffset At, bool Withdrawn);

/// <summary>Minutes of a month.</summary>
internal sealed record MonthOfHours(int Year, int Month, long Minutes);

/// <summary>Makes a certificate of one's hours (志愿服务证明); free of charge (R19).</summary>
/// <param name="From">First local day.</param>
/// <param name="Until">Last local day, today at the latest.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record MakeCertificate(DateOnly? From, DateOnly? Until, string? IdempotencyKey = null) : ICommand<CertificateLine>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (From is not { Year: >= 2000 and < 2100 } || Until is not { Year: < 2100 } || Until < From)
            yield return Problem.Invalid("until", "volunteer.certificate_days", "请填写起止日期，结束不早于开始。", "Give from and until, the end not before the start.");
    }
}

/// <summary>Whether a certificate is true; for anybody who holds it.</summary>
/// <param name="Code">What stands on it.</param>
internal sealed record VerifyCertificate(string? Code) : IQuery<CertificateShown>;

/// <summary>A certificate as others see it; the whole name stands only for its owner.</summary>
internal sealed record CertificateShown(string Number, string Code, string Name, bool Mine, DateOnly From, DateOnly Until, long Minutes, int Activities, DateTimeOffset At, DateTimeOffset? WithdrawnAt);

internal sealed class MyRecordHandler(LinliDb db, CurrentCaller current, HoursBook hours, ILedger ledger, ICareLists care, Places.IScopeTree tree, Counters counters, TimeProvider time)
    : IHandler<MyRecord, VolunteerRecord>, IHandler<MakeCertificate, CertificateLine>, IHandler<VerifyCertificate, CertificateShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/volunteering/record", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyRecord(), cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("My volunteer record 我的志愿记录");
        api.MapPost("/volunteering/certificates", (MakeCertificate request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("Make a certificate of my hours 开具志愿服务证明");
        api.MapGet("/volunteering/certificates/{code}", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new VerifyCertificate(code), cancel))
            .Needs(Access.Public).WithTags("volunteering").WithSummary("Whether a certificate is true 验证志愿服务证明");
    }

    public async Task<Result<VolunteerRecord>> Handle(MyRecord request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me || Residence.Of(current.Value, tree) is not { } home)
            return VolunteerProblems.NoPerson;
        var lines = await Lines(me, null, null, cancel);
        var account = await ledger.Find(AccountOwner.Person(me), LedgerUnit.VolunteerMinutes, NewAccount.Wallet, cancel);
        var stored = account is { } wallet ? (await ledger.Balance(wallet, cancel)).Posted : 0;
        var papers = await db.Records<VolunteerCertificate>().AsNoTracking().Where(c => c.Person == me).OrderByDescending(c => c.At).Take(20).ToListAsync(cancel);
        var today = LocalTime.Today(time);
        var months = Enumerable.Range(0, 6).Select(i => new DateOnly(today.Year, today.Month, 1).AddMonths(i - 5))
            .Select(m => new MonthOfHours(m.Year, m.Month, lines.Where(l => LocalTime.DateOf(l.StartsAt) is var d && d.Year == m.Year && d.Month == m.Month).Sum(l => (long)l.Minutes))).ToList();
        return new VolunteerRecord(
            lines.Sum(l => (long)l.Minutes), stored, lines.Sum(l => (long)l.Donated), (await hours.Rule(home.Community.Path, today, cancel)).CapMinutes, lines, papers.ConvertAll(Line), months);
    }

    public async Task<Result<CertificateLine>> Handle(MakeCertificate request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return VolunteerProblems.NoPerson;
        if (request.Until > LocalTime.Today(time))
            return Problem.Invalid("until", "volunteer.certificate_days", "结束日期不能晚于今天。", "The last day is not later than today.");
        var lines = (await Lines(me, request.From, request.Until, cancel)).Where(l => l.Minutes > 0).ToList();
        if (lines.Count == 0)
            return Problem.Conflict("volunteer.certificate_empty", "这段时间没有志愿服务记录。", "There are no hours in this time.");
        var now = Clock.Now(time);
        var paper = new VolunteerCertificate
        {
            Id = Guid.CreateVersion7(now), Number = ShortNumber.For("ZYZM", LocalTime.DateOf(now), (int)await counters.Next(db, "neighbours.volunteer-certificate", cancel)).ToString(),
            Code = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)), Person = me, From = request.From!.Value, Until = request.Until!.Value, Minutes = lines.Sum(l => (long)l.Minutes),
            Activities = lines.Count, At = now,
        };
        db.Records<VolunteerCertificate>().Add(paper);
        return Line(paper);
    }

    public async Task<Result<CertificateShown>> Handle(VerifyCertificate request, CancellationToken cancel)
    {
        var code = request.Code?.Trim().ToUpperInvariant();
        if (code is not { Length: 16 } || await db.Records<VolunteerCertificate>().AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, cancel) is not { } paper)
            return Problem.NotFound("volunteer.certificate_unknown", "没有这份证明，请核对验证码。", "There is no such certificate: check the code.");
        var mine = paper.Person == current.Value.Person;
        var names = await care.NamesOf([paper.Person], masked: !mine, cancel);
        return new CertificateShown(paper.Number, paper.Code, names.GetValueOrDefault(paper.Person, "–"), mine, paper.From, paper.Until, paper.Minutes, paper.Activities, paper.At, paper.WithdrawnAt);
    }

    private async Task<List<RecordLine>> Lines(Guid me, DateOnly? from, DateOnly? until, CancellationToken cancel)
    {
        var (start, end) = (from is { } f ? LocalTime.StartOfDay(f) : DateTimeOffset.MinValue, until is { } u ? LocalTime.EndOfDay(u) : DateTimeOffset.MaxValue);

        // Activities of one's own record, wherever they were.
        var rows = await db.Records<SignUp>().AsNoTracking().Where(s => s.Person == me && s.SettledAt != null)
            .Join(db.Unfiltered<VolunteerActivity>().AsNoTracking(), s => s.Activity, a => a.Id, (s, a) => new { s, a.Title, a.StartsAt })
            .OrderByDescending(x => x.StartsAt).Take(2_000).ToListAsync(cancel);

        // What was given to an elder for their hours is given as well.
        var served = await db.Unfiltered<HoursExchange>().AsNoTracking().Where(r => r.Volunteer == me && r.State == ExchangeState.Done).OrderByDescending(r => r.StartsAt).Take(2_000).ToListAsync(cancel);
        return [.. rows.Select(x => new RecordLine(
                x.s.Activity, x.Title, x.StartsAt, x.s.Minutes ?? 0, x.s.Donated, x.s.Points, x.s.WhyZh is { } why ? (why, x.s.WhyEn!) : null, x.s.Word, x.s.ForgedWhy))
            .Concat(served.Select(r => new RecordLine(null, new Phrase($"时间银行：{r.Service}", $"Time bank: {r.Service}").ToString(), r.StartsAt, r.Served ?? 0, r.Donated, 0, null, null, null)))
            .Where(l => l.StartsAt >= start && l.StartsAt < end).OrderByDescending(l => l.StartsAt)];
    }

    private static CertificateLine Line(VolunteerCertificate c) => new(c.Number, c.Code, c.From, c.Until, c.Minutes, c.Activities, c.At, c.WithdrawnAt is not null);
}
