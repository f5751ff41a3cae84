using System.Buffers.Text;
using System.Security.Cryptography;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Devices.Provision;

/// <summary>
/// Makes labels for devices (打印安装标签): whoever scans one on the spot gets the device's key, once. A label that was made before and not
/// used ends.
/// </summary>
/// <param name="Codes">Codes of the devices, 1–500.</param>
/// <param name="Days">How long the labels are good for, 1–90 days.</param>
internal sealed record IssueClaims(IReadOnlyList<string> Codes, int Days = 14) : ICommand<DeviceLabel[]>, IValidated, IAudited
{
    public const int Most = 500;

    public string? AuditSubject => Codes.Count == 1 ? Codes[0] : $"{Codes.Count} devices";

    public IEnumerable<Problem> Problems()
    {
        if (Codes.Count is < 1 or > Most)
            yield return Problem.Invalid("codes", "sensing.claim_codes", $"一次选择 1–{Most} 台设备。", $"Choose 1 to {Most} devices.");
        if (Days is < 1 or > 90)
            yield return Problem.Invalid("days", "sensing.claim_days", "有效期为 1–90 天。", "Labels are good for 1 to 90 days.");
    }
}

/// <summary>A label to be printed.</summary>
/// <param name="Code">Code of the device.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Token">What leads to the key, once: <c>/desk/sensing/claim?t={token}</c>.</param>
/// <param name="Until">Until when it is good.</param>
internal sealed record DeviceLabel(string Code, string Name, string Token, DateTimeOffset Until);

internal sealed class IssueClaimsHandler(LinliDb db, DeviceBook book, DeviceKeys keys, CurrentCaller current, TimeProvider time) : IHandler<IssueClaims, DeviceLabel[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/devices/claims", (IssueClaims request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Labels with which devices are taken into service on the spot 安装标签");

    public async Task<Result<DeviceLabel[]>> Handle(IssueClaims request, CancellationToken cancel)
    {
        var codes = request.Codes.Distinct().ToList();
        var devices = (await book.Mine(codes, cancel)).Where(d => d.State != DeviceState.Retired).OrderBy(d => d.Code, StringComparer.Ordinal).ToList();
        if (codes.Except(devices.Select(d => d.Code)).FirstOrDefault() is { } missing)
            return Problem.Invalid("codes", "sensing.claim_device", $"没有找到在用的设备 {missing}。", $"The device {missing} was not found, or is retired.");
        var now = Clock.Now(time);
        var until = now.AddDays(request.Days);
        var ids = devices.ConvertAll(d => d.Id);
        await db.Records<ClaimRow>().Where(c => ids.Contains(c.Device) && c.UsedAt == null && c.Until > now).ExecuteUpdateAsync(s => s.SetProperty(c => c.Until, now), cancel);
        return devices.Select(d =>
        {
            var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
            db.Records<ClaimRow>().Add(new() { Id = Guid.CreateVersion7(now), Device = d.Id, TokenHash = keys.HashClaim(token), IssuedAt = now, IssuedBy = current.Value.Account, Until = until });
            return new DeviceLabel(d.Code, d.Name, token, until);
        }).ToArray();
    }
}
