using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Counter;

/// <summary>Counts a question that was answered (咨询计数): one tap, and nobody is named.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Topic">What about.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record CountQuestion(string? Hall, ConsultationTopic Topic, string? IdempotencyKey = null) : ICommand<ConsultationYear>, IRepeatable;

/// <summary>Questions answered in a year.</summary>
/// <param name="Year">Which.</param>
/// <param name="Total">How many.</param>
/// <param name="Today">… of them today.</param>
/// <param name="Topics">By topic.</param>
internal sealed record ConsultationYear(int Year, int Total, int Today, IReadOnlyDictionary<ConsultationTopic, int> Topics);

/// <summary>Reads how many questions were answered this year, or in another.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Year">Which year; this one when left out.</param>
internal sealed record CountConsultations(string? Hall, int? Year = null) : IQuery<ConsultationYear>;

internal sealed class CountQuestionHandler(LinliDb db, HallDesk desk) : IHandler<CountQuestion, ConsultationYear>, IHandler<CountConsultations, ConsultationYear>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/halls/{hall}/questions", (string hall, CountQuestion request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Hall = hall }, cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Count a question that was answered 咨询计数");
        api.MapGet("/halls/{hall}/questions", (string hall, int? year, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CountConsultations(hall, year), cancel))
            .Needs(HallPermissions.Statistics).WithTags("Hall").WithSummary("Questions answered in a year 年度咨询量");
    }

    public async Task<Result<ConsultationYear>> Handle(CountQuestion request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoHall;
        if (!Enum.IsDefined(request.Topic))
            return Problem.Invalid("topic", "hall.topic", "请选择咨询类别。", "Choose what it was about.");
        var today = desk.Today;
        await db.LockUntilCommit($"hall.questions.{hall.Id:N}", cancel);
        if (await db.Records<ConsultationRow>().SingleOrDefaultAsync(c => c.Hall == hall.Id && c.Day == today && c.Topic == request.Topic, cancel) is { } row)
            row.Count++;
        else
            db.Records<ConsultationRow>().Add(new() { Hall = hall.Id, Day = today, Topic = request.Topic, Count = 1 });

        // Counted with the one just written.
        await db.SaveChangesAsync(cancel);
        return await Count(hall, today.Year, cancel);
    }

    public async Task<Result<ConsultationYear>> Handle(CountConsultations request, CancellationToken cancel) =>
        await desk.Find(request.Hall, HallPermissions.Statistics, cancel) is not { } hall ? HallDesk.NoHall
        : request.Year is < 2000 or > 2200 ? Problem.Invalid("year", "hall.year", "请填写年份，例如 2026。", "Give a year such as 2026.")
        : await Count(hall, request.Year ?? desk.Today.Year, cancel);

    private async Task<ConsultationYear> Count(HallRow hall, int year, CancellationToken cancel)
    {
        var (from, until, today) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), desk.Today);
        var rows = await db.Records<ConsultationRow>().AsNoTracking().Where(c => c.Hall == hall.Id && c.Day >= from && c.Day <= until).GroupBy(c => c.Topic)
            .Select(g => new { g.Key, Count = g.Sum(c => c.Count), Today = g.Where(c => c.Day == today).Sum(c => c.Count) }).ToListAsync(cancel);
        return new(year, rows.Sum(r => r.Count), rows.Sum(r => r.Today), rows.ToDictionary(r => r.Key, r => r.Count));
    }
}
