namespace Linli.Services;

/// <summary>Settings under <c>Services</c>.</summary>
internal sealed class ServicesOptions
{
    /// <summary>For how many days passes through gates are kept: as short as the community can do with.</summary>
    public int PassDays { get; set; } = 30;
}
