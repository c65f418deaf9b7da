export function softwareVulkan(): string | undefined;
